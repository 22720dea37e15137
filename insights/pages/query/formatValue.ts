/** A number of a result, of which no unit is known: grouped, with at most 4 digits behind the point that say something. */
export function formatValue(value: number): string {
  const digits = Math.abs(value) >= 100 ? 1 : 4;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
