import { type Amounts, each, none } from './amounts.ts';

const calls = { least: 8, most: 32_768 };
/** Turns nearer to each other than `fast` ask for more work ahead, turns farther than `slow` for less. */
const fastMs = 5_000;
const slowMs = 20_000;

/** How much an instance leases ahead of its work: for as many calls as come within some seconds. */
export interface Pace {
  /** Takes what one call reserved. */
  note(need: Amounts): void;
  /** Takes the time of a turn, in ms. */
  turned(now: number): void;
  /** What a call reserves, by the last ones; changed in place. */
  readonly typical: Amounts;
  ahead(): Amounts;
}

export function createPace(): Pace {
  const typical = { ...none };
  let count = calls.least;
  let turnedAt: number | undefined;
  return {
    typical,
    note(need) {
      const weight = typical.requests === 0 ? 1 : 0.1;
      typical.requests = need.requests;
      typical.tokens += (need.tokens - typical.tokens) * weight;
      typical.nanoUsd += (need.nanoUsd - typical.nanoUsd) * weight;
    },
    turned(now) {
      const sinceMs = now - (turnedAt ?? now - fastMs);
      if (sinceMs < fastMs) count = Math.min(calls.most, count * 2);
      else if (sinceMs > slowMs) count = Math.max(calls.least, count / 2);
      turnedAt = now;
    },
    ahead: () => each((meter) => Math.ceil(typical[meter] * count)),
  };
}
