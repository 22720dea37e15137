const shortest = 1_000;
const hour = 3_600_000;
/** Times that a row may have (parseRow.ts). */
const earliest = Date.parse('0001-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** `from` and `to` of `GET /api/stats` in ms since 1970; `to` is now when absent, `from` an hour before. A line when they cannot be used. */
export function readStatsRange(
  query: URLSearchParams,
  now: number,
): { readonly from: number; readonly to: number } | string {
  const to = toTime(query.get('to')) ?? now;
  const from = toTime(query.get('from')) ?? to - hour;
  if (!isUsable(from) || !isUsable(to)) {
    return 'from and to must be times in ISO 8601, of the years 1 to 9999.';
  }
  if (to - from < shortest) return 'to must be at least a second after from.';
  return { from, to };
}

function toTime(text: string | null): number | undefined {
  return text ? Date.parse(text) : undefined;
}

function isUsable(time: number): boolean {
  return time >= earliest && time <= latest;
}
