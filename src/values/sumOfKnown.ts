/** The sum of two counts that may be unknown; unknown only when both are. */
export function sumOfKnown<T extends number | null | undefined>(a: T, b: T): T | number {
  return a == null ? b : a + (b ?? 0);
}
