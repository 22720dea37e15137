/** A time in ms, for a table. */
export function inMs(ms: number): string {
  return `${ms.toFixed(Math.abs(ms) < 10 ? 2 : 0)} ms`;
}

/** A time in ms that is shown in µs, for a table. */
export function inMicroseconds(ms: number): string {
  return `${(ms * 1_000).toFixed(Math.abs(ms) < 0.01 ? 1 : 0)} µs`;
}

/** A count, for a table. */
export function asCount(count: number): string {
  return Math.round(count).toLocaleString('en');
}
