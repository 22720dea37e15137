import { type Range, ranges } from '../../view/urlState.ts';

/** What a page shows: the last minutes, hours or days, or between two times in ms since 1970. */
export type Shown =
  | { readonly last: Range }
  | { readonly last?: undefined; readonly from: number; readonly to: number };

const first: Range = '1h';

/** Reads `range=15m|1h|24h|7d|from..to`; an hour when it is absent or makes no sense. */
export function parseRange(value: string | null): Shown {
  if (value === null) return { last: first };
  if (Object.hasOwn(ranges, value)) return { last: value as Range };
  const [from = Number.NaN, to = Number.NaN] = value.split('..').map((time) => Date.parse(time));
  return to - from >= 1_000 ? { from, to } : { last: first };
}

/** Path and query of the page for a range; the hour that it begins with is left out. */
export function toOverview(shown: Shown): string {
  if (shown.last === first) return '/overview';
  if (shown.last !== undefined) return `/overview?range=${shown.last}`;
  return `/overview?range=${toIso(shown.from)}..${toIso(shown.to)}`;
}

/** The times of a range, with `now` in ms since 1970. */
export function toTimes(shown: Shown, now: number): { readonly from: number; readonly to: number } {
  if (shown.last === undefined) return shown;
  return { from: now - ranges[shown.last] * 60_000, to: now };
}

/** ISO 8601 in UTC. */
export function toIso(time: number): string {
  return new Date(time).toISOString();
}

const day = 86_400;
const two = (value: number) => `${value}`.padStart(2, '0');
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Times of an axis, in seconds since 1970, in the local zone: with seconds, minutes or the day, as far apart as they are. */
export function formatTicks(ticks: readonly number[]): string[] {
  const [first = 0, second = first + day] = ticks;
  return ticks.map((tick, index) => {
    const date = new Date(tick * 1_000);
    const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
    const newDay = `${date.getDate()} ${months[date.getMonth()]}`;
    if (second - first >= day) return newDay;
    if (clock === '00:00' && index > 0) return newDay;
    return second - first < 60 ? `${clock}:${two(date.getSeconds())}` : clock;
  });
}

/** A step as a line of a table says it. */
export function formatStep(timestamp: string, stepMs: number): string {
  const date = new Date(timestamp);
  const seconds = stepMs < 60_000 ? `:${two(date.getSeconds())}` : '';
  return `${date.getDate()} ${months[date.getMonth()]} ${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}
