/** An object that somebody sent: any key, any value. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value when it is an object, else one without fields. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** The value when it is an array, else an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * The text of a string, number or boolean, else undefined. Lone surrogates become U+FFFD, as they would in UTF-8: no
 * database and no terminal takes them.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : undefined;
}

/** A finite number, also when it is sent as text (JSON has 64-bit numbers so); else undefined. */
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** The entries whose value `read` understands, under keys that are well-formed text. */
export function pairs<T>(
  value: unknown,
  read: (value: unknown) => T | undefined,
): Record<string, T> {
  const found = Object.entries(fields(value)).flatMap(([key, part]) => {
    const known = read(part);
    return known === undefined ? [] : [[key.toWellFormed(), known] as const];
  });
  return Object.fromEntries(found); // defines keys such as __proto__, where assignment would obey them
}

/** The object without the fields that are undefined. */
export function defined(row: Fields): Fields {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
