import { expect, it } from 'vitest';
import { toSpan } from '../../../src/callers/rateHeaders.ts';

it.each([
  [-5, '0ms'],
  [17, '17ms'],
  [999.6, '1s'],
  [8_640, '8.64s'],
  [60_000, '1m0s'],
  [360_000, '6m0s'],
  [27_000_000, '7h30m0s'],
  [86_399_500, '23h59m59.5s'],
])('%d ms is written as OpenAI does: %s', (ms, text) => {
  expect(toSpan(ms)).toBe(text);
});
