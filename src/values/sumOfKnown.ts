/** The sum of two counts, of which one may not be known; not known only when neither is. */
export function sumOfKnown<T extends number | null | undefined>(a: T, b: T): T | number {
  return a == null ? b : a + (b ?? 0);
}
