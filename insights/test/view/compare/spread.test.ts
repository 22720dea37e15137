import { expect, it } from 'vitest';
import { toChange } from '../../../view/compare/measures.ts';
import { toSpread } from '../../../view/compare/spread.ts';

it.each([
  [[], undefined],
  [[null, null], undefined],
  [[7], { least: 7, median: 7, most: 7 }],
  [[3, null, 1], { least: 1, median: 2, most: 3 }],
  [[10, 1, 2], { least: 1, median: 2, most: 10 }],
  [[0, 0, 100, 4], { least: 0, median: 2, most: 100 }],
])('the spread of %j is %j', (numbers, spread) => {
  expect(toSpread(numbers)).toEqual(spread);
});

it.each([
  [100, 67, '−33 %'],
  [1, 25, '+2,400 %'],
  [100, 100.2, undefined],
  [0, 5, undefined],
  [null, 5, undefined],
  [5, null, undefined],
])('from %j to %j is %j', (before, after, change) => {
  expect(toChange(before, after)).toBe(change);
});
