import { formatAgo } from '../../format.ts';
import { type ClockPlace, formatClock } from '../../view/clock.ts';

/** A time in local terms; its title has it in UTC, and how long ago it was. */
export function Time({ at }: { at: string }) {
  const place = clockPlace();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={Number.isNaN(ms) ? at : `${at}, ${formatAgo(ms, place.now)}`}>
      {formatClock(at, place)}
    </time>
  );
}

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

/** Here and now. */
export function clockPlace(): ClockPlace {
  return { timeZone, now: Date.now() };
}

/** A time in local terms, without fractions of a second. */
export function toClock(at: string): string {
  return formatClock(at, clockPlace()).replace(/\.\d+$/, '');
}
