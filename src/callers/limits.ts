import { randomBytes } from 'node:crypto';
import type { Deadline } from '../values/deadline.ts';
import { waitAtMost } from '../values/waitAtMost.ts';
import type { Admission, CallerLimits, LimitsOfCaller, Spending } from './admission.ts';
import { type Amounts, covers, meters, none } from './amounts.ts';
import {
  type CallerRows,
  createCallerRows,
  type LimitsByUnit,
  toLimitsByUnit,
  units,
} from './callerRows.ts';
import type { LeasedRow } from './leasedRow.ts';
import type { LimitTable } from './limitTable.ts';
import type { DayLimit } from './nearEnd.ts';
import { createRateHeaders, type RateHeaders } from './rateHeaders.ts';
import { toTooLarge } from './refusal.ts';
import { createStorageClock } from './storageClock.ts';
import { tooSlow } from './waiting.ts';

const tickMs = 5_000;
const closeMs = 3_000;

export interface LimitOptions {
  /**
   * Resolves once a worker's first call to the model is on its way. With it the first work of a worker begins before
   * the table is open, and is booked afterwards: a cold start waits for no limit.
   */
  readonly firstCall?: Promise<void>;
  /** Called once a day for each limit of a caller's day of which nine tenths are spent; must not throw. */
  readonly onNearEnd?: (caller: string, limit: DayLimit) => void;
  /** This machine's clock, in ms since 1970. */
  readonly local?: () => number;
}

/** Work of callers without limits. */
const unlimited: Admission = { settle() {} };

/** The limits of all callers, over a table that is opened with the first work that has one. */
export function createCallerLimits(
  callers: ReadonlyMap<string, LimitsOfCaller>,
  openTable: () => Promise<LimitTable>,
  { firstCall, onNearEnd, local = Date.now }: LimitOptions = {},
): CallerLimits {
  const instance = randomBytes(6).toString('base64url');
  const clock = createStorageClock(local);
  const limits = new Map<string, LimitsByUnit>();
  const headers = new Map<string, RateHeaders>();
  for (const [name, of] of callers) {
    const byUnit = toLimitsByUnit(of);
    if (byUnit === undefined) continue;
    limits.set(name, byUnit);
    headers.set(name, createRateHeaders(byUnit));
  }
  const rows = new Map<string, CallerRows>();
  let opening: Promise<LimitTable> | undefined;
  let table: LimitTable | undefined;
  let isFirst = firstCall !== undefined;
  let ticker: NodeJS.Timeout | undefined;
  /** The end of the first work. */
  let booked = Promise.resolve();

  const open = async (): Promise<LimitTable> => {
    opening ??= openTable();
    try {
      table = await opening;
    } catch (thrown) {
      opening = undefined;
      throw thrown;
    }
    ticker ??= setInterval(() => {
      for (const of of rows.values()) of.tick();
    }, tickMs).unref();
    return table;
  };
  const rowsOf = (caller: string, byUnit: LimitsByUnit, from: LimitTable): CallerRows => {
    const known = rows.get(caller);
    if (known !== undefined) return known;
    const made = createCallerRows(caller, byUnit, from, clock, instance, (limit) =>
      onNearEnd?.(caller, limit),
    );
    rows.set(caller, made);
    return made;
  };

  const admissionOf = (settle: (used: Amounts | undefined) => void): Admission => {
    let isSettled = false;
    return {
      settle(used) {
        if (isSettled) return;
        isSettled = true;
        settle(used && toAmounts(used));
      },
    };
  };
  const release = (held: readonly LeasedRow[], need: Amounts, used: Amounts) => {
    for (const row of held) row.settle(need, used);
  };

  const admitIn = (
    own: CallerRows,
    need: Amounts,
    deadline: Deadline,
  ): Admission | Promise<Admission> => {
    const now = clock.now();
    const held = own.current(now);
    const short = held.filter((row) => !row.reserve(need, now));
    const admission = () => admissionOf((used = need) => release(held, need, used));
    if (short.length === 0) return admission();
    return waitForAll(held, short, need, deadline).then((isReserved) => {
      if (isReserved) return admission();
      if (deadline.leftMs() <= 0) throw tooSlow();
      return admitIn(own, need, deadline); // a window has ended meanwhile
    });
  };

  /** The first work of a worker: it is booked once the table is open, in the window of then. */
  const onCredit = (caller: string, byUnit: LimitsByUnit, need: Amounts, begun: Promise<void>) => {
    let held: readonly LeasedRow[] | undefined;
    const book = async () => {
      const opened = await open();
      await clock.hear(() => opened.read(caller, 'minute')); // for its time
      if (held !== undefined) return held;
      held = rowsOf(caller, byUnit, opened).current(clock.now());
      for (const row of held) row.owe(need);
      return held;
    };
    const failed = () => {}; // without the table the next work is refused
    begun.then(book).catch(failed);
    return admissionOf((used = need) => {
      booked = book().then((rowsHeld) => release(rowsHeld, need, used), failed);
    });
  };

  return {
    isLimited: (caller) => limits.has(caller),
    headers: (caller) => headers.get(caller)?.(rows.get(caller), clock.now()) ?? {},
    admit(caller, spending, deadline) {
      const byUnit = limits.get(caller);
      if (byUnit === undefined) return unlimited;
      const need = toAmounts(spending);
      checkSize(caller, byUnit, need);
      if (isFirst && firstCall !== undefined) {
        isFirst = false;
        return onCredit(caller, byUnit, need, firstCall);
      }
      const admitAt = (opened: LimitTable) =>
        admitIn(rowsOf(caller, byUnit, opened), need, deadline);
      return table === undefined ? open().then(admitAt) : admitAt(table);
    },
    async close() {
      clearInterval(ticker);
      const closed = booked.then(() => Promise.all([...rows.values()].map((own) => own.close())));
      await waitAtMost(closed, closeMs);
    },
  };
}

/** Whether the rows that are short have reserved the need too; none of those held has, when one's window is over, or it throws. */
async function waitForAll(
  held: readonly LeasedRow[],
  short: readonly LeasedRow[],
  need: Amounts,
  deadline: Deadline,
): Promise<boolean> {
  const ends = await Promise.allSettled(short.map((row) => row.wait(need, deadline)));
  const isReserved = ends.map((end) => end.status === 'fulfilled' && end.value);
  if (isReserved.every(Boolean)) return true;
  for (const row of held) {
    const at = short.indexOf(row);
    if (at === -1 || isReserved[at]) row.settle(need, none);
  }
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return false;
}

const all = Number.POSITIVE_INFINITY;

/** Throws when the need is more than a whole limit. */
function checkSize(caller: string, byUnit: LimitsByUnit, need: Amounts): void {
  for (const unit of units) {
    const { requests = all, tokens = all, nanoUsd = all } = byUnit[unit] ?? {};
    const whole = { requests, tokens, nanoUsd };
    if (covers(whole, whole, need)) continue;
    for (const meter of meters) {
      if (need[meter] <= whole[meter]) continue;
      throw toTooLarge(caller, unit, meter, need[meter], whole[meter]);
    }
  }
}

/** One request with its tokens and dollars, rounded up; what is no amount counts as 0. */
function toAmounts({ tokens, usd }: Spending): Amounts {
  const whole = (amount: number) =>
    Math.min(Number.MAX_SAFE_INTEGER / 1e3, Math.max(0, Math.ceil(amount) || 0));
  return { requests: 1, tokens: whole(tokens), nanoUsd: whole(usd * 1e9) };
}
