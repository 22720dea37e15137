/**
 * A value by its column's type: `datetime` is ms since 1970 and `timespan` ms, both with µs as the fraction; all other numbers are
 * numbers; `dynamic` is what JSON gives. A string is never null.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A row: values by the order of its columns. */
export type Row = readonly Value[];

/** Whether a value is neither null nor an empty text. */
export function isFilled(value: Value): boolean {
  return value !== null && value !== '';
}

/** The value that a column of a type has where there is none. */
export function emptyOf(type: string): Value {
  return type === 'string' ? '' : null;
}

/** A bag of a dynamic value; undefined for every other value. */
export function toBag(value: Value | undefined): Readonly<Record<string, Value>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Value>>)
    : undefined;
}

/** A list of a dynamic value; undefined for every other value. */
export function toList(value: Value | undefined): readonly Value[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A text whose letters are all small, for comparisons that know no case: by letter, as SQLite does for those of ASCII. */
export function fold(text: string): string {
  const low = text.toLowerCase();
  // Of other letters these two become ones of ASCII, which no ordinal comparison does.
  return low.length === text.length && !text.includes('\u212a')
    ? low
    : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The key by which equal values are one, for groups and joins. */
export function keyOf(value: Value): Value {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** The order of two values of one type, null aside: below 0, 0, or above. */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : Number.isNaN(b) ? 1 : a - b;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const [left, right] = [toOrderText(a), toOrderText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function toOrderText(value: Value): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
