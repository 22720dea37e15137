import type { Row } from './row.ts';
import { timeOf, toMicros } from './time.ts';

/** How long rows took together, in ms: from the first start to the last end, waits included; 0 when none of them lasts. */
export function wholeMs(rows: readonly Pick<Row, 'timestamp' | 'duration'>[]): number {
  const spans = rows.filter(({ duration }) => duration !== undefined);
  if (spans.length === 0) return 0;
  const start = spans.reduce((least, row) => Math.min(least, timeOf(row)), Infinity);
  const ends = spans.map((row) => timeOf(row) + Math.max(0, row.duration ?? 0));
  return toMicros(ends.reduce((a, b) => Math.max(a, b)) - start);
}
