/**
 * A time span as people read it: `< 1 ms`, `12 ms`, `1.23 s`, `12.4 s`, `1 min 5 s`. It is rounded before the unit is
 * chosen, so that 999.6 ms is `1.00 s`.
 */
export function formatSpan(ms: number): string {
  const whole = Math.round(ms);
  if (ms < 1) return '< 1 ms';
  if (whole < 1_000) return `${whole} ms`;
  if (Math.round(ms / 10) < 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (Math.round(ms / 100) < 600) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A count with thousands separated, or a dash for one that is not known. */
export function formatCount(count: number | undefined | null): string {
  return count === undefined || count === null ? '–' : count.toLocaleString('en-US');
}
