import type { Item } from '../parseItem.ts';
import { type Fields, fields, list } from '../untrusted.ts';
import { maxFieldChars, maxNameChars } from './limits.ts';

/** A text that was longer than the protocol takes. */
export interface TooLong {
  readonly field: string;
  readonly type: string;
  readonly maxChars: number;
  readonly chars: number;
}

/** An item within the limits, and what had to be cut for that; names of properties are apart, since all cut them. */
export interface Fitted {
  readonly item: Item;
  readonly fieldsTooLong: readonly TooLong[];
  readonly namesTooLong: readonly TooLong[];
}

/** Cuts every text of an item that is longer than the protocol takes. */
export function fitToLimits(item: Item): Fitted {
  const fieldsTooLong: TooLong[] = [];
  const namesTooLong: TooLong[] = [];
  const limited = (type: string, value: unknown) =>
    cutFields(type, fields(value), maxFieldChars.get(type) ?? {}, fieldsTooLong);
  const exception = (details: unknown) => {
    const stack = fields(details).parsedStack;
    const parsedStack = list(stack).map((frame) => limited('StackFrame', frame));
    return { ...limited('ExceptionDetails', details), ...(stack ? { parsedStack } : {}) };
  };
  const { exceptions, metrics, properties, measurements } = item.base;
  const base = {
    ...limited(item.baseType, item.base),
    ...(exceptions ? { exceptions: list(exceptions).map(exception) } : {}),
    ...(metrics ? { metrics: list(metrics).map((point) => limited('DataPoint', point)) } : {}),
    properties: cutNames('properties', item.baseType, properties, namesTooLong),
    measurements: cutNames('measurements', item.baseType, measurements, namesTooLong),
  };
  const tags = limited('ContextTagKeys', item.tags);
  return { item: { ...item, tags, base }, fieldsTooLong, namesTooLong };
}

/** The service's own words (https://github.com/microsoft/ApplicationInsights-JS/issues/2086). */
export function describeTooLong({ field, type, maxChars, chars }: TooLong): string {
  return `100: Field '${field}' on type '${type}' is too long. Expected: ${maxChars} characters, Actual: ${chars}`;
}

/** The fields themselves when none is too long, which is nearly always; else a copy. */
function cutFields(
  type: string,
  from: Fields,
  limits: Readonly<Record<string, number>>,
  tooLong: TooLong[],
): Fields {
  const cut: Record<string, unknown> = {};
  for (const [field, maxChars] of Object.entries(limits)) {
    const value = from[field];
    if (typeof value !== 'string' || value.length <= maxChars) continue;
    tooLong.push({ field, type, maxChars, chars: value.length });
    cut[field] = value.slice(0, maxChars); // half a surrogate pair becomes U+FFFD where texts are read
  }
  return Object.keys(cut).length === 0 ? from : { ...from, ...cut };
}

function cutNames(field: string, type: string, value: unknown, tooLong: TooLong[]): Fields {
  const from = fields(value);
  const long = Object.keys(from).filter((name) => name.length > maxNameChars);
  if (long.length === 0) return from;
  for (const { length: chars } of long) {
    tooLong.push({ field, type, maxChars: maxNameChars, chars });
  }
  const cut = Object.entries(from).map(([name, part]) => [name.slice(0, maxNameChars), part]);
  return Object.fromEntries(cut);
}
