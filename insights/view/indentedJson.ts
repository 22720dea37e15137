const deepest = 64;

/**
 * A value as indented JSON, and as one line when it is nested more than 64 deep: 20 KB of brackets alone would be 200 MB of
 * indentation. Throws a RangeError when it is too deep for that too.
 */
export function indentedJson(value: unknown): string | undefined {
  return JSON.stringify(value, null, isWithin(value, deepest) ? 2 : 0);
}

function isWithin(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((each) => isWithin(each, left - 1));
}
