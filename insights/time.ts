/** Times that a query can name, in ms since 1970: https://learn.microsoft.com/kusto/query/scalar-data-types/datetime */
export const earliest = Date.parse('0001-01-01T00:00:00.000Z');
export const latest = Date.parse('9999-12-31T23:59:59.999Z');

const beyondMs = /:\d\d[.,]\d{3}(\d{1,3})/;

/**
 * A time as rows hold it: ISO 8601 in UTC with six digits of the second, always as many, so that texts are ordered as the times are.
 * Undefined when the text is no time.
 */
export function toTimestamp(time: string): string | undefined {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : formatTimestamp(ms, beyondMs.exec(time)?.[1]);
}

/** The same from whole ms since 1970 and the digits behind them. */
export function formatTimestamp(ms: number, digits = ''): string {
  return `${new Date(ms).toISOString().slice(0, -1)}${digits.padEnd(3, '0')}Z`;
}

/** A difference of times, in ms, without what it leaves behind the microseconds. */
export function toMicros(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

/** The time of a row in ms since 1970, microseconds as the fraction; an unreadable one is 0. */
export function timeOf({ timestamp }: { readonly timestamp: string }): number {
  return (
    (Date.parse(timestamp) || 0) +
    Number(beyondMs.exec(timestamp)?.[1]?.padEnd(3, '0') ?? 0) / 1_000
  );
}
