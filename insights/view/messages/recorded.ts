import { indentedJson } from '../indentedJson.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an attribute holds: its items, and how many the recorder left out in front of them. */
export interface Recorded {
  readonly items: readonly unknown[];
  readonly omitted: { readonly items: number; readonly bytes: number } | undefined;
  /** The text as it came, when it is not a JSON list: it may have been cut on its way. */
  readonly broken: string | undefined;
}

/** Reads a content attribute: JSON of a list, in front of it perhaps a note of what was left out. */
export function readRecorded(json: string): Recorded {
  const value = parse(json);
  if (!Array.isArray(value)) return { items: [], omitted: undefined, broken: json };
  const [first, ...rest] = value;
  const omitted = omittedOf(first) ?? omittedOf(list(fields(first).parts)[0]);
  return { items: omitted === undefined ? value : rest, omitted, broken: undefined };
}

/** The fields of a value that may be anything. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** The items of a value that may be anything. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string as it is, nothing as nothing, the rest as indented JSON. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  try {
    return indentedJson(value) ?? '';
  } catch {
    return '[nested too deep to be shown]';
  }
}

function omittedOf(value: unknown): Recorded['omitted'] {
  const { type, items, bytes } = fields(value);
  if (type !== 'omitted') return undefined;
  return { items: toCount(items), bytes: toCount(bytes) };
}

function toCount(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
