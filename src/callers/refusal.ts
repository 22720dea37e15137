import { AppError } from '../errors.ts';
import type { Amounts, Meter } from './amounts.ts';
import type { RowLimits } from './takeTurn.ts';
import type { Window } from './windows.ts';

/** Calls that run end within seconds, most of them, and what they held and did not use is free then. */
const heldMs = 2_000;

/** Why work may not begin at a row: its meter, and how it stands. */
export interface Shortage {
  readonly caller: string;
  readonly window: Window;
  readonly limits: RowLimits;
  readonly meter: Meter;
  readonly need: Amounts;
  /** Spent for good in this window, as far as this instance knows: requests from their beginning. */
  readonly spent: Amounts;
  /** Time of the storage service. */
  readonly now: number;
}

/** The error of work for which too little is left; it says whose limit it is, and when it may go on. */
export function toRefusal({ caller, window, limits, meter, need, spent, now }: Shortage): AppError {
  const limit = limits[meter] ?? 0;
  const isHeld = spent[meter] + need[meter] <= limit;
  const restMs = Math.max(1, window.end - now); // at the very end too: `Retry-After: 0` would be no wait
  const retryAfterMs = isHeld ? Math.min(heldMs, restMs) : restMs;
  const of = `of ${toText(meter, limit)} ${window.unit === 'day' ? 'a day (UTC)' : 'a minute'}`;
  const why = isHeld
    ? `Calls of caller ${caller} that run hold what is left ${of}`
    : meter === 'requests'
      ? `Caller ${caller} has made its ${toText(meter, limit)} of this minute`
      : `Caller ${caller} has used ${toText(meter, spent[meter])} ${of}, and this call may need ${toText(meter, need[meter])}`;
  const code = window.unit === 'day' && !isHeld ? 'caller_budget_exceeded' : 'caller_rate_limited';
  return new AppError(code, `${why}. It may go on ${toWhen(now, retryAfterMs)}.`, { retryAfterMs });
}

/** The error of work that needs more than the whole limit: it can never begin. */
export function toTooLarge(
  caller: string,
  unit: Window['unit'],
  meter: Meter,
  need: number,
  limit: number,
): AppError {
  return new AppError(
    'invalid_request',
    `This call may need ${toText(meter, need)}, and caller ${caller} has ${toText(meter, limit)} a ${unit}. A smaller maximum of output tokens needs less.`,
  );
}

/** `at 12:35:00 UTC, in 23 seconds`; with the date when it is not of the same day. */
function toWhen(now: number, afterMs: number): string {
  const seconds = Math.ceil(afterMs / 1_000);
  const whole = Math.ceil((now + afterMs) / 1_000) * 1_000;
  const [today, at] = [now, whole].map((time) => new Date(time).toISOString());
  const [date = '', clock = ''] = (at ?? '').split('T');
  const day = today?.startsWith(date) ? '' : `${date} `;
  return `at ${day}${clock.slice(0, 8)} UTC, in ${seconds.toLocaleString('en-US')} second${seconds === 1 ? '' : 's'}`;
}

function toText(meter: Meter, amount: number): string {
  if (meter === 'nanoUsd') return `$${toDollars(amount / 1e9)}`;
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? meter.slice(0, -1) : meter}`;
}

/** Cents, or as many digits as a smaller amount needs. */
function toDollars(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 });
}
