import { type Amounts, add, covers, meters, none, take } from './amounts.ts';
import type { RowLimits, Taken, Turn } from './takeTurn.ts';

/** Before a lease ends for the others it ends here: clocks agree to some ms, and work begins a little after its check. */
const marginMs = 2_000;

/** What an instance tells of itself at a turn. */
export type Told = Pick<Turn, 'used' | 'reserved' | 'kept'>;

/** A lease as it is spent: all times are the storage service's, and its amounts change in place. */
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
  // In place: each call changes them, for a day and for a minute.
  const free = { ...none };
  const reserved = { ...none };
  const used = { ...none };
  let validUntil = 0;
  return {
    free,
    reserved,
    used,
    get validUntil() {
      return validUntil;
    },
    reserve(need, now) {
      if (now >= validUntil || !covers(limits, free, need)) return false;
      take(free, need);
      add(reserved, need);
      return true;
    },
    owe(need) {
      add(reserved, need);
    },
    settle(need, spent) {
      take(reserved, need);
      add(used, spent);
      add(free, need);
      take(free, spent);
    },
    tell(mostKept, now) {
      const isValid = now < validUntil;
      for (const meter of meters) {
        free[meter] = isValid ? Math.max(0, Math.min(free[meter], mostKept[meter])) : 0;
      }
      return { used: { ...used }, reserved: { ...reserved }, kept: { ...free } };
    },
    got(told, taken, windowEnd) {
      take(used, told.used);
      add(free, taken.free);
      take(free, told.kept);
      validUntil = taken.until < windowEnd ? taken.until - marginMs : taken.until;
    },
  };
}
