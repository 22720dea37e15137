import { formatTimestamp } from '../../time.ts';

/** Nanoseconds since 1970, which OTLP sends as text or number; undefined when it is neither, or 0, which means unknown. */
export function toNanos(value: unknown): bigint | undefined {
  const isWhole = typeof value === 'number' && Number.isFinite(value);
  const digits = isWhole ? BigInt(Math.trunc(value)) : value;
  if (typeof digits !== 'bigint' && (typeof digits !== 'string' || !/^\d{1,20}$/.test(digits))) {
    return undefined;
  }
  const nanos = BigInt(digits);
  return nanos > 0n && nanos <= maxNanos ? nanos : undefined;
}

/** An unsigned number of 64 bits, which is year 2554: a date of JavaScript goes further. */
const maxNanos = 2n ** 64n - 1n;

/** ISO 8601, UTC, with microseconds. */
export function toTimestamp(nanos: bigint): string {
  const micros = (nanos / 1_000n) % 1_000n;
  return formatTimestamp(Number(nanos / 1_000_000n), `${micros}`.padStart(3, '0'));
}

/** Milliseconds between two times, to a tenth of a microsecond; 0 when the end is missing or before the start. */
export function msBetween(start: bigint, end: bigint | undefined): number {
  if (end === undefined || end < start) return 0;
  return Number((end - start) / 100n) / 10_000;
}
