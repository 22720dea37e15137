/** Fields of a request, of whatever form. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field of the composer that cannot be sent; the message is the sentence that the page shows. */
export class WrongField extends Error {}

/** The fields that are there. */
export function optional<T extends Fields>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** A number of a field, undefined when it is empty; the app checks its range. Throws a {@link WrongField}. */
export function toNumber(text: string, name: string): number | undefined {
  if (text.trim() === '') return undefined;
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw new WrongField(`${name} is no number.`);
}

/** The lines of a field that are not empty; undefined when all are. */
export function toLines(text: string): readonly string[] | undefined {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.length === 0 ? undefined : lines;
}

/** The JSON object of a field, without fields when it is empty. Throws a {@link WrongField}. */
export function toObject(text: string, name: string): Fields {
  if (text.trim() === '') return {};
  const value = parsed(text);
  if (value === undefined) throw new WrongField(`${name}: this is not JSON.`);
  if (!isRecord(value)) throw new WrongField(`${name}: this is no JSON object.`);
  return value;
}

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a text of JSON says; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
