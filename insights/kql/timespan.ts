import { parseDatetime } from './format.ts';

/** Rows at or after `from` and before `to`, in ms since 1970. */
export interface Timespan {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * Reads the query API's `timespan`: a duration up to now (`PT1H`), or two times, or a time and a duration, with a slash between them.
 * Undefined when it is none.
 */
export function parseTimespanOf(text: string, now: number): Timespan | undefined {
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0) return undefined;
  if (second === undefined) {
    const ms = durationOf(first);
    return ms === undefined ? undefined : { from: now - ms };
  }
  const [from, to] = [parseDatetime(first), parseDatetime(second)];
  if (from !== null) {
    const end = to ?? plus(from, durationOf(second));
    return end === undefined ? undefined : { from, to: end };
  }
  const ms = durationOf(first);
  return ms === undefined || to === null ? undefined : { from: to - ms, to };
}

function plus(from: number, ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : from + ms;
}

/** ISO 8601, a month being 30 days and a year 365. */
function durationOf(text: string): number | undefined {
  const found =
    /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(
      text,
    );
  if (found === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((each) => Number(each ?? 0));
  const allDays = years * 365 + months * 30 + weeks * 7 + days;
  return allDays * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000;
}
