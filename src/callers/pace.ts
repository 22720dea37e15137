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
  /** What a call reserves, by the last ones. */
  readonly typical: Amounts;
  ahead(): Amounts;
}

export function createPace(): Pace {
  let typical = none;
  let count = calls.least;
  let turnedAt: number | undefined;
  return {
    get typical() {
      return typical;
    },
    note(need) {
      if (typical.requests === 0) typical = need;
      else {
        typical = {
          requests: need.requests,
          tokens: typical.tokens * 0.9 + need.tokens * 0.1,
          nanoUsd: typical.nanoUsd * 0.9 + need.nanoUsd * 0.1,
        };
      }
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
