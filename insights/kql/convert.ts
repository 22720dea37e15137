import { parseDatetime, parseTimespan, toText } from './format.ts';
import { emptyOf, type Value } from './values.ts';

/** Converts a value of one type to another, as `tolong()` and its like do; what cannot be converted is null, or '' of a text. */
export function convert(value: Value, from: string, to: string): Value {
  if (value === null) return emptyOf(to);
  switch (to) {
    case 'string':
    case 'guid':
      return toText(value, from);
    case 'long':
    case 'int':
      return toWhole(value, from);
    case 'real':
    case 'decimal':
      return toNumber(value, from);
    case 'bool':
      return toBool(value);
    case 'datetime':
      return toDatetime(value, from);
    case 'timespan':
      return toTimespan(value, from);
    default:
      return value;
  }
}

/** A number for a value; null when it says none. */
export function toNumber(value: Value, from: string): number | null {
  if (typeof value === 'number')
    return from === 'timespan' || from === 'datetime' ? value * 10_000 : value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = /^\s*[-+]?0x[0-9a-f]+\s*$/i.test(value)
    ? Number.parseInt(value, 16)
    : Number(value);
  return Number.isNaN(number) && !/^\s*nan\s*$/i.test(value) ? null : number;
}

function toWhole(value: Value, from: string): number | null {
  const number = toNumber(value, from);
  if (number === null || !Number.isFinite(number)) return null;
  // A text with a fraction is no whole number there.
  return typeof value === 'string' && !Number.isInteger(number) ? null : Math.trunc(number);
}

function toBool(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return null;
  if (/^\s*true\s*$/i.test(value)) return true;
  if (/^\s*false\s*$/i.test(value)) return false;
  const number = toNumber(value, 'string');
  return number === null ? null : number !== 0;
}

function toDatetime(value: Value, from: string): number | null {
  if (typeof value === 'string') return parseDatetime(value);
  return typeof value === 'number' && from === 'datetime' ? value : null;
}

function toTimespan(value: Value, from: string): number | null {
  if (typeof value === 'string') return parseTimespan(value);
  if (typeof value !== 'number') return null;
  return from === 'timespan' ? value : value / 10_000;
}
