const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A UTC minute or day, and the row in which it is counted. */
export interface Window {
  readonly unit: 'minute' | 'day';
  /** The row's key: one for all minutes, one for each day. */
  readonly key: string;
  /** In ms since 1970. */
  readonly start: number;
  readonly end: number;
}

export function windowAt(unit: Window['unit'], time: number): Window {
  const length = unit === 'minute' ? minuteMs : dayMs;
  const start = Math.floor(time / length) * length;
  const key = unit === 'minute' ? 'minute' : dayKey(start);
  return { unit, key, start, end: start + length };
}

/** The keys of the days that are over for more than 7 days: from the first on, before the second. */
export function pastDays({ start }: Window): readonly [from: string, to: string] {
  return ['day-', dayKey(start - 7 * dayMs)];
}

export function contains({ start, end }: Window, time: number): boolean {
  return start <= time && time < end;
}

function dayKey(time: number): string {
  return `day-${new Date(time).toISOString().slice(0, 10)}`;
}
