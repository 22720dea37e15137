import type { AlertRule, AlertSeries, Operator } from '../../alertsApi.ts';

const signs: Readonly<Record<Operator, string>> = {
  Equals: '=',
  GreaterThan: '>',
  GreaterThanOrEqual: '≥',
  LessThan: '<',
  LessThanOrEqual: '≤',
};

/** Where a rule begins to fire: `> 10 percent`. */
export function limitOf({ operator, threshold, measure }: AlertRule): string {
  return `${signs[operator]} ${threshold} ${measure ?? 'rows'}`;
}

/** A value as it is compared, of at most four places. */
export function formatValue(value: number | null): string {
  return value === null ? '–' : Number(value.toFixed(4)).toLocaleString('en-US');
}

/** Of what a series is: `code model_timeout`; empty without dimensions. */
export function dimensionsOf(dimensions: AlertSeries['dimensions']): string {
  return Object.entries(dimensions)
    .map(([name, value]) => `${name} ${value || '(none)'}`)
    .join(', ');
}

/** A span of whole minutes, hours or days. */
export function spanOf(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes > 1_440 && minutes % 1_440 === 0) return `${minutes / 1_440} days`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
