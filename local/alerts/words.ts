import type { Rule, State } from './alert.ts';

const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  GreaterThan: '>',
  GreaterThanOrEqual: '≥',
  LessThan: '<',
  LessThanOrEqual: '≤',
};

/** Where a rule begins: `> 10 percent`. */
export function limitOf({ operator, threshold, measure }: Rule): string {
  return `${signs[operator] ?? operator} ${threshold} ${measure ?? 'rows'}`;
}

/** A value as it is compared, of at most four places. */
export function formatValue(value: number | null): string {
  return value === null ? '–' : `${Number(value.toFixed(4))}`;
}

/** The values of the dimensions: `code model_timeout`; without what would move the cursor, as they come from telemetry. */
export function dimensionsOf(dimensions: State['series'][number]['dimensions']): string {
  const text = Object.entries(dimensions)
    .map(([name, value]) => `${name} ${value || '(none)'}`)
    .join(', ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 80);
}

/** A span of whole minutes, hours or days. */
export function spanOf(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes % 1_440 === 0) return minutes === 1_440 ? '24 h' : `${minutes / 1_440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

/** A time of this day, or of another, in the local zone: `14:05`, `29 Nov 14:05`. */
export function timeOf(iso: string, now = Date.now()): string {
  const time = new Date(iso);
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (time.toDateString() === new Date(now).toDateString()) return clock;
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock}`;
}
