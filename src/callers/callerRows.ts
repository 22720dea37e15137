import type { LimitsOfCaller } from './admission.ts';
import { createLeasedRow, type LeasedRow } from './leasedRow.ts';
import type { LimitTable } from './limitTable.ts';
import { createNearEnd, type DayLimit } from './nearEnd.ts';
import { createPace, type Pace } from './pace.ts';
import type { StorageClock } from './storageClock.ts';
import type { RowLimits } from './takeTurn.ts';
import { contains, type Window, windowAt } from './windows.ts';

/** Limits of a caller by the unit of time that they are for; a unit without one is absent. */
export interface LimitsByUnit {
  readonly day?: RowLimits;
  readonly minute?: RowLimits;
}

/** The first is asked first: who has used up a day need not know of the minute. */
export const units = ['day', 'minute'] as const;

/** Undefined for a caller without limits. */
export function toLimitsByUnit(limits: LimitsOfCaller): LimitsByUnit | undefined {
  const { requestsPerMinute, tokensPerMinute, tokensPerDay, usdPerDay } = limits;
  const minute = {
    ...(requestsPerMinute !== undefined && { requests: requestsPerMinute }),
    ...(tokensPerMinute !== undefined && { tokens: tokensPerMinute }),
  };
  const day = {
    ...(tokensPerDay !== undefined && { tokens: tokensPerDay }),
    ...(usdPerDay !== undefined && { nanoUsd: Math.round(usdPerDay * 1e9) }),
  };
  const byUnit = {
    ...(Object.keys(day).length > 0 && { day }),
    ...(Object.keys(minute).length > 0 && { minute }),
  };
  return Object.keys(byUnit).length > 0 ? byUnit : undefined;
}

/** The rows of one caller at this instance. */
export interface CallerRows {
  /** Those of a moment that the clock has come to. */
  current(time: number): readonly LeasedRow[];
  /** The one of a moment that the clock has come to, if there has been work in it. */
  at(
    unit: Window['unit'],
    time: number,
  ): { readonly row: LeasedRow; readonly window: Window } | undefined;
  tick(): void;
  close(): Promise<void>;
}

/** `onNearEnd` is called once for each limit of a day of which nine tenths are spent. */
export function createCallerRows(
  caller: string,
  limits: LimitsByUnit,
  table: LimitTable,
  clock: StorageClock,
  instance: string,
  onNearEnd: (limit: DayLimit) => void = () => {},
): CallerRows {
  const now = new Map<Window['unit'], { window: Window; row: LeasedRow; pace: Pace }>();
  const past = new Set<LeasedRow>();

  const at: CallerRows['at'] = (unit, time) => {
    const held = now.get(unit);
    return held !== undefined && contains(held.window, time) ? held : undefined;
  };
  const open = (unit: Window['unit'], rowLimits: RowLimits, time: number): LeasedRow => {
    const held = now.get(unit);
    if (held !== undefined) past.add(held.row);
    const window = windowAt(unit, time);
    // A minute right after another goes on as that was: to learn the pace anew takes some ten turns.
    const pace = held?.window.end === window.start ? held.pace : createPace();
    const onSpent = unit === 'day' ? createNearEnd(rowLimits, onNearEnd) : undefined;
    const place = { caller, window, limits: rowLimits, table, clock };
    const row = createLeasedRow(place, instance, pace, onSpent);
    now.set(unit, { window, row, pace });
    return row;
  };
  let rows: readonly LeasedRow[] = [];
  let [rowsFrom, rowsTo] = [0, 0];
  return {
    at,
    current(time) {
      if (rowsFrom <= time && time < rowsTo) return rows;
      rows = units.flatMap((unit) => {
        const rowLimits = limits[unit];
        return rowLimits === undefined ? [] : [at(unit, time)?.row ?? open(unit, rowLimits, time)];
      });
      ({ start: rowsFrom, end: rowsTo } = windowAt('minute', time));
      return rows;
    },
    tick() {
      for (const row of past) if (!row.tick()) past.delete(row);
      for (const { row } of now.values()) row.tick();
    },
    async close() {
      await Promise.all(
        [...past, ...[...now.values()].map(({ row }) => row)].map((row) => row.close()),
      );
    },
  };
}
