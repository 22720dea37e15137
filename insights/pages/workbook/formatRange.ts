const [hour, day] = [3_600_000, 86_400_000];

/** A time range of a workbook: `4 h`, `7 days`. */
export function formatRange(ms: number): string {
  if (ms >= 2 * day) return `${Math.round(ms / day)} days`;
  return ms >= hour ? `${Math.round(ms / hour)} h` : `${Math.round(ms / 60_000)} min`;
}

/** Steps of a chart over a range, as KQL has them, and in ms. The portal's own choice is not published. */
const grains = [
  ['1m', 60_000],
  ['5m', 300_000],
  ['15m', 900_000],
  ['30m', 1_800_000],
  ['1h', hour],
  ['3h', 3 * hour],
  ['12h', 12 * hour],
  ['1d', day],
] as const;
const mostSteps = 72;

/** The step that a workbook's charts take over a range. */
export function grainOf(range: number): readonly [kql: string, ms: number] {
  return grains.find(([, ms]) => range / ms <= mostSteps) ?? ['1d', day];
}
