import { expect, it } from 'vitest';
import { toNanos } from '../../receive/otlp/unixNano.ts';

it('a time is taken as text or as a number', () => {
  expect(toNanos('1764000000000000000')).toBe(1_764_000_000_000_000_000n);
  expect(toNanos(1_764_000_000_000)).toBe(1_764_000_000_000n);
});

it.each([
  ['what no text can be made of', [{ toString: '' }]],
  ['an object without a prototype', Object.create(null)],
  ['a list of digits', ['1764000000000000000']],
  ['a fraction as text', '1.5'],
  ['21 digits', '1'.repeat(21)],
  ['nothing', null],
  ['zero', '0'],
])('%s is no time', (_name, value) => {
  expect(toNanos(value)).toBeUndefined();
});
