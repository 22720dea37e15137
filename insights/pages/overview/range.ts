import { type ClockPlace, formatClock } from '../../view/clock.ts';
import { type Range, ranges } from '../../view/urlState.ts';

/** Times in ms since 1970. */
export interface Times {
  readonly from: number;
  readonly to: number;
  /** At most so many steps; the server's number when absent. */
  readonly steps?: number;
}

/** What a page shows: what fits the calls, the last minutes, hours or days, or between two times. */
export type Shown = 'fit' | Range | Times;

/** Reads `range=15m|1h|24h|7d|from..to`; what fits the calls when it is absent or makes no sense. */
export function parseRange(value: string | null): Shown {
  if (value === null) return 'fit';
  if (Object.hasOwn(ranges, value)) return value as Range;
  const [from = Number.NaN, to = Number.NaN] = value.split('..').map((time) => Date.parse(time));
  return to - from >= 1_000 ? { from, to } : 'fit';
}

/** Path and query of the page for a range, of one app or, when it is empty, of all. */
export function toOverview(shown: Shown, app = ''): string {
  const isTimes = typeof shown !== 'string';
  const range = isTimes ? `${toIso(shown.from)}..${toIso(shown.to)}` : shown === 'fit' ? '' : shown;
  const query = [range && `range=${range}`, app && `app=${encodeURIComponent(app)}`];
  const text = query.filter(Boolean).join('&');
  return text === '' ? '/overview' : `/overview?${text}`;
}

/** Goes on from the times shown to those that fit now: a page grows with its calls, and never begins elsewhere under one's eyes. */
export function extend(shown: Times | undefined, fit: Times): Times {
  return shown === undefined ? fit : { ...shown, to: Math.max(shown.to, fit.to) };
}

/** ISO 8601 in UTC. */
export function toIso(time: number): string {
  return new Date(time).toISOString();
}

/** When a step begins, as a line of a table says it: `14:02:30`, `29 Nov 14:02`. */
export function formatStep(timestamp: string, stepMs: number, place: ClockPlace): string {
  return formatClock(timestamp, place).slice(0, stepMs < 60_000 ? -4 : -7);
}

/** Between two times, as short as they allow: `14:02:05–14:02:17`, `14:02–14:09`, `29 Nov 23:50 – today 00:10`. */
export function formatTimes({ from, to }: Times, place: ClockPlace): string {
  const isWhole = from % 60_000 === 0 && to % 60_000 === 0;
  const [first = '', last = ''] = [from, to].map((time) =>
    formatStep(toIso(time), isWhole ? 60_000 : 1, place),
  );
  if (!first.includes(' ')) return `${first}–${last}`;
  return `${first} – ${last.includes(' ') ? last : `today ${last}`}`;
}
