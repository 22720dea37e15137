import { type Amounts, createCovers, each, minus, none, plus } from './amounts.ts';
import type { RowLimits, Taken, Turn } from './takeTurn.ts';

/** Before a lease ends for the others it ends here: clocks agree to some ms, and work begins a little after its check. */
const marginMs = 2_000;

/** What an instance tells of itself at a turn. */
export type Told = Pick<Turn, 'used' | 'reserved' | 'kept'>;

/** A lease as it is spent: all times are the storage service's. */
export interface Ledger {
  /** To be spent: below 0 when work used more than it had reserved. */
  readonly free: Amounts;
  readonly reserved: Amounts;
  /** Used since the last turn. */
  readonly used: Amounts;
  /** When the lease ends here; 0 before the first. */
  readonly validUntil: number;
  /** Reserves the need if it is free. */
  reserve(need: Amounts, now: number): boolean;
  /** Reserves the need of work that has begun already. */
  owe(need: Amounts): void;
  /** Ends a reservation with what was used; the rest is free again. */
  settle(need: Amounts, used: Amounts): void;
  /** What is to be told. Of what is free no more than `mostKept` is this instance's from now on. */
  tell(mostKept: Amounts, now: number): Told;
  /** Takes what a turn came to; work went on meanwhile. */
  got(told: Told, taken: Taken, windowEnd: number): void;
}

export function createLedger(limits: RowLimits): Ledger {
  const covers = createCovers(limits);
  let free = none;
  let reserved = none;
  let used = none;
  let validUntil = 0;
  return {
    get free() {
      return free;
    },
    get reserved() {
      return reserved;
    },
    get used() {
      return used;
    },
    get validUntil() {
      return validUntil;
    },
    reserve(need, now) {
      if (now >= validUntil || !covers(free, need)) return false;
      free = minus(free, need);
      reserved = plus(reserved, need);
      return true;
    },
    owe(need) {
      reserved = plus(reserved, need);
    },
    settle(need, spent) {
      reserved = minus(reserved, need);
      used = plus(used, spent);
      free = plus(free, minus(need, spent));
    },
    tell(mostKept, now) {
      const isValid = now < validUntil;
      free = each((meter) => (isValid ? Math.max(0, Math.min(free[meter], mostKept[meter])) : 0));
      return { used, reserved, kept: free };
    },
    got(told, taken, windowEnd) {
      used = minus(used, told.used);
      free = plus(taken.free, minus(free, told.kept));
      validUntil = taken.until < windowEnd ? taken.until - marginMs : taken.until;
    },
  };
}
