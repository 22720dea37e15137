import { expect, it } from 'vitest';
import { none } from '../../../src/callers/amounts.ts';
import { createNearEnd } from '../../../src/callers/nearEnd.ts';

it('nine tenths of each limit of a day are told of once, requests never', () => {
  const told: string[] = [];
  const spent = createNearEnd({ requests: 10, tokens: 1_000, nanoUsd: 100 }, (limit) =>
    told.push(limit),
  );
  spent({ requests: 10, tokens: 899, nanoUsd: 0 });
  expect(told).toEqual([]);
  spent({ ...none, tokens: 900 });
  spent({ ...none, tokens: 2_000, nanoUsd: 89 });
  expect(told).toEqual(['tokensPerDay']);
  spent({ ...none, tokens: 2_000, nanoUsd: 90 });
  expect(told).toEqual(['tokensPerDay', 'usdPerDay']);
});

it('without a limit there is nothing to tell', () => {
  createNearEnd({ tokens: 10 }, () => expect.unreachable())({ ...none, nanoUsd: 1e12 });
});
