/**
 * Whether a thrown value is a mistake in code. A catch must not take it for an expected failure: a `TypeError` does not
 * mean that storage is down.
 */
export function isBug(value: unknown): boolean {
  return [TypeError, RangeError, ReferenceError].some((kind) => value instanceof kind);
}
