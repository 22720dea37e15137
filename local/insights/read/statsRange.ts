const shortest = 1_000;

/** `from` and `to` of `GET /api/stats` in ms since 1970; `to` is now when absent, `from` an hour before. A line when they cannot be used. */
export function readStatsRange(
  query: URLSearchParams,
  now: number,
): { readonly from: number; readonly to: number } | string {
  const to = Date.parse(query.get('to') || new Date(now).toISOString());
  const from = Date.parse(query.get('from') || new Date(to - 3_600_000).toISOString());
  if (Number.isNaN(from) || Number.isNaN(to)) return 'from and to must be times in ISO 8601.';
  if (to - from < shortest) return 'to must be at least a second after from.';
  return { from, to };
}
