import { setTimeout as sleep } from 'node:timers/promises';
import type { AppError } from '../errors.ts';
import type { Deadline } from '../values/deadline.ts';
import { type Amounts, covers, each, isSome, meters, minus, none, plus } from './amounts.ts';
import { createLedger } from './ledger.ts';
import type { Pace } from './pace.ts';
import { toRefusal } from './refusal.ts';
import { createRowTurns, type RowPlace } from './rowTurns.ts';
import type { Taken } from './takeTurn.ts';
import { createWaiting } from './waiting.ts';
import { contains } from './windows.ts';

/** A lease is renewed when less than this is left of it. */
const renewMs = 30_000;
/** What was used is told after so long at most: it is what the death of a worker can lose. */
const tellMs = 15_000;
/** Without work for so long, what is free of a lease is given back. */
const idleMs = 20_000;
/** A turn after a refusal or a failure waits so long: those who are refused ask again and again. */
const rests = { refused: 100, failed: 1_000 };

/** What this instance holds of one caller's minute or day. */
export interface LeasedRow {
  /** Reserves the need if the lease has it now. */
  reserve(need: Amounts, now: number): boolean;
  /** Reserves the need once the table gives it; false when the window is over. Throws refusals and `storage_unavailable`. */
  wait(need: Amounts, deadline: Deadline): Promise<boolean>;
  /** Reserves the need of work that has begun already. */
  owe(need: Amounts): void;
  /** Ends a reservation with what was used. */
  settle(need: Amounts, used: Amounts): void;
  /** What is left of the window, as far as this instance knows; Infinity where nothing limits it. */
  left(): Amounts;
  /** Renews, tells and gives back what is due; false when it is the last time. */
  tick(): boolean;
  /** Gives all back; what runs counts as used. Never rejects. */
  close(): Promise<void>;
}

/**
 * `pace` is that of the caller's rows of this unit, one after another. `onSpent` is told what all instances have spent so
 * far, after each turn. Nothing of it may throw.
 */
export function createLeasedRow(
  place: RowPlace,
  instance: string,
  pace: Pace,
  onSpent: (spent: Amounts) => void = () => {},
): LeasedRow {
  const { caller, window, limits, clock } = place;
  const limited = meters.filter((meter) => limits[meter] !== undefined);
  const turns = createRowTurns(place);
  const waiting = createWaiting();
  const ledger = createLedger(limits);
  let number = 0;
  let last: Taken | undefined;
  let running: Promise<void> | undefined;
  let [workedAt, toldAt] = [clock.now(), clock.now()];
  let [restsUntil, failsUntil] = [0, 0];
  let failure: unknown;
  /** With less than this the next share is taken: half of what work to come needs. */
  let lowMark = none;

  const isOver = () => !contains(window, clock.now());

  /** Whether what ended here during a turn is enough together with what nobody holds: the next turn brings both together. */
  const mayFit = (need: Amounts, { spare }: Taken) =>
    limited.every((meter) => spare[meter] + ledger.free[meter] >= need[meter]);

  const refusalOf = (need: Amounts, { row }: Taken): AppError => {
    const meter = limited.find((name) => ledger.free[name] < need[name]) ?? 'requests';
    const spent = plus(row.spent, ledger.used);
    return toRefusal({
      ...{ caller, window, limits, meter, need, now: clock.now() },
      spent: { ...spent, requests: spent.requests + ledger.reserved.requests },
    });
  };

  const turn = async () => {
    const batch = [...waiting.all];
    const needed = batch.reduce((sum, { need }) => plus(sum, need), none);
    const least =
      batch.length === 0
        ? none
        : each((meter) => Math.min(...batch.map(({ need }) => need[meter])));
    const isIdle = batch.length === 0 && (isOver() || clock.now() - workedAt > idleMs);
    const ahead = isIdle ? none : pace.ahead();
    // Work that waits takes the place of all that is free here: what is too little for it must not stay with anyone.
    const told = ledger.tell(batch.length > 0 ? none : plus(ahead, ahead), clock.now());
    number += 1;
    // Nothing of a minute that is over counts any more; a day keeps its sum.
    const isVain = () => isOver() && (window.unit === 'minute' || !isSome(told.used));
    const taken = await turns.take({ ...told, instance, number, needed, least, ahead }, isVain);
    if (taken !== undefined) {
      ledger.got(told, taken, window.end);
      last = taken;
      onSpent(taken.row.spent);
      toldAt = clock.now();
      pace.turned(toldAt);
      const coming = pace.ahead();
      lowMark = each((meter) => coming[meter] / 2);
    }
    for (const waiter of batch) {
      if (!waiting.all.has(waiter)) continue; // its time is over
      if (taken === undefined || isOver()) waiter.resolve(false);
      else if (ledger.reserve(waiter.need, clock.now())) waiter.resolve(true);
      else if (!mayFit(waiter.need, taken)) {
        restsUntil = performance.now() + rests.refused;
        waiter.reject(refusalOf(waiter.need, taken));
      }
    }
  };

  const run = async () => {
    do {
      const ms = restsUntil - performance.now();
      if (ms > 0) await sleep(ms);
      try {
        await turn();
      } catch (thrown) {
        failure = thrown;
        failsUntil = performance.now() + rests.failed;
        for (const waiter of waiting.all) waiter.reject(thrown);
      }
    } while (waiting.all.size > 0);
  };
  const start = () => {
    running ??= run().finally(() => {
      running = undefined;
    });
  };

  /** Takes the next share before the lease is spent, where there is one to take. */
  const lookAhead = () => {
    if (last === undefined || running !== undefined) return;
    const { free } = ledger;
    if (covers(limits, free, lowMark) || performance.now() < failsUntil) return;
    const { spare, holders } = last;
    const { typical } = pace;
    const low = limited.filter((meter) => free[meter] < lowMark[meter]);
    const isWorth = low.every((meter) => spare[meter] / (2 * holders) >= typical[meter]);
    if (isWorth) start();
  };

  return {
    reserve(need, now) {
      if (!ledger.reserve(need, now)) return false;
      workedAt = now;
      pace.note(need);
      lookAhead();
      return true;
    },
    async wait(need, deadline) {
      if (performance.now() < failsUntil) throw failure;
      workedAt = clock.now();
      pace.note(need);
      const reserved = waiting.join(need, deadline);
      start();
      return reserved;
    },
    owe(need) {
      workedAt = clock.now();
      pace.note(need);
      ledger.owe(need);
      start();
    },
    settle: ledger.settle,
    left() {
      if (last !== undefined) return plus(last.spare, ledger.free);
      const whole = each((meter) => limits[meter] ?? Number.POSITIVE_INFINITY);
      return minus(minus(whole, ledger.used), ledger.reserved);
    },
    tick() {
      const now = clock.now();
      const { free, used, reserved, validUntil } = ledger;
      if (isOver()) {
        if (window.unit === 'minute') return waiting.all.size > 0;
        if (isSome(used)) start();
        return isSome(used) || isSome(reserved);
      }
      const isHeld = isSome(free) || isSome(reserved);
      const isEnding = last !== undefined && last.until < window.end && validUntil - now < renewMs;
      const isIdle = now - workedAt > idleMs && isSome(free);
      const isUntold = isSome(used) && now - toldAt > tellMs;
      if ((isHeld && isEnding) || isIdle || isUntold) start();
      return true;
    },
    async close() {
      await running;
      const held = { ...ledger.reserved };
      ledger.settle(held, held);
      workedAt = Number.NEGATIVE_INFINITY;
      if (isSome(ledger.free) || isSome(ledger.used)) start();
      await running;
    },
  };
}
