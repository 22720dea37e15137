/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The middle of the ratios, pair by pair: what disturbed both of a pair disturbs it less. */
export function medianRatio(own: readonly number[], theirs: readonly number[]): number {
  return median(own.map((value, index) => value / (theirs[index] ?? Number.NaN)));
}
