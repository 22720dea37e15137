import { type Range, ranges } from '../../view/urlState.ts';

/** What a page shows: the last so long, or between two times in ms since 1970. */
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
