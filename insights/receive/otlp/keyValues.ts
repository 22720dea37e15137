import { fields, list, number, text } from '../untrusted.ts';

/** Attributes by name, with the values of JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The attributes of a list of OTLP key-values; the last of a name wins. */
export function toAttributes(keyValues: unknown): Attributes {
  const found = list(keyValues).flatMap((keyValue) => {
    const { key, value } = fields(keyValue);
    const name = text(key);
    return name === undefined ? [] : [[name, toValue(value)] as const];
  });
  return Object.fromEntries(found);
}

/** The value of an OTLP AnyValue; undefined for the empty one. A whole number too large for a double stays text. */
export function toValue(anyValue: unknown): unknown {
  const value = fields(anyValue);
  if (value.stringValue !== undefined) return text(value.stringValue);
  if (value.boolValue !== undefined) return value.boolValue === true;
  if (value.intValue !== undefined) return toInteger(value.intValue);
  if (value.doubleValue !== undefined) return number(value.doubleValue) ?? text(value.doubleValue);
  if (value.arrayValue !== undefined) return list(fields(value.arrayValue).values).map(toValue);
  if (value.kvlistValue !== undefined) return toAttributes(fields(value.kvlistValue).values);
  if (Buffer.isBuffer(value.bytesValue)) return value.bytesValue.toString('base64');
  return text(value.bytesValue);
}

function toInteger(value: unknown): number | string | undefined {
  const integer = number(value);
  return Number.isSafeInteger(integer) ? integer : text(value);
}

/** The first of these attributes that is there and not empty, as text: the stable name first, then older ones. */
export function firstOf(attributes: Attributes, ...names: readonly string[]): string | undefined {
  return names.map((name) => text(attributes[name])).find(Boolean);
}
