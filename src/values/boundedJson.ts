/** Limits of JSON. They are counted in the bytes, before objects are made: `{}` is 2 bytes, and 56 in memory. */
export interface JsonBounds {
  /** Commas and opening brackets: one per value, two for an empty list or object. */
  readonly values: number;
  readonly depth: number;
}

/**
 * Limits of whatever a caller sends. Requests may have 32 levels, and 96 more within JSON schemas
 * (inference/request/json.ts checks both); nothing valid is deeper than their sum.
 */
export const jsonBounds: JsonBounds = { values: 100_000, depth: 128 };

/** Parsed JSON, or the reason that there is none: it is not JSON in UTF-8, or exceeds a limit. */
export type BoundedJson =
  | { readonly value: unknown }
  | { readonly wrong: 'syntax' | keyof JsonBounds };

/** Parses JSON from UTF-8 bytes, unless it exceeds a limit. */
export function parseBoundedJson(bytes: Uint8Array, bounds = jsonBounds): BoundedJson {
  const wrong = exceededBound(bytes, bounds);
  if (wrong !== undefined) return { wrong };
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { wrong: 'syntax' }; // the parser's own message quotes the text
  }
}

/** The limit that a JSON text exceeds. */
export function exceededByText(json: string, bounds: JsonBounds): keyof JsonBounds | undefined {
  const find: Find = (mark, from) => json.indexOf(mark, from);
  return hasFewMarks(json.length, find, bounds) ? undefined : count(Buffer.from(json), bounds);
}

/** The limit that JSON exceeds, found from its bytes; for text that is no JSON the result means nothing. */
export function exceededBound(json: Uint8Array, bounds: JsonBounds): keyof JsonBounds | undefined {
  const find: Find = (mark, from) => json.indexOf(mark.charCodeAt(0), from);
  const isFew = json.length > smallBytes && hasFewMarks(json.length, find, bounds);
  return isFew ? undefined : count(json, bounds);
}

type Find = (mark: string, from: number) => number;

/** Below it the calls of a search cost more than going through the bytes. */
const smallBytes = 512;

/** Of more marks than one in so many bytes, the search takes longer than going through the bytes. */
const bytesAMark = 64;

/**
 * Whether the marks alone, those in texts included, are too few for either bound. It is so for most JSON, which is text, and
 * the search of the platform takes a tenth of the time that its bytes take one by one.
 */
function hasFewMarks(length: number, find: Find, { values, depth }: JsonBounds): boolean {
  const openings = numberOf('[', find, depth) + numberOf('{', find, depth);
  if (openings > depth) return false;
  if (length <= values) return true; // each value takes a byte
  const most = Math.min(values - openings, length / bytesAMark);
  return numberOf(',', find, most) <= most;
}

/** Number of a mark, counted to one more than `most`. */
function numberOf(mark: string, find: Find, most: number): number {
  let number = 0;
  for (let at = find(mark, 0); at !== -1 && number <= most; at = find(mark, at + 1)) number += 1;
  return number;
}

function count(
  json: Uint8Array,
  { values: mostValues, depth: mostDepth }: JsonBounds,
): keyof JsonBounds | undefined {
  let values = 0;
  let depth = 0;
  for (let at = afterPlain(json, 0); at < json.length; at = afterPlain(json, at)) {
    const mark = marks[json[at] ?? 0];
    at += 1;
    if (mark === marked.text) at = afterText(json, at);
    else if (mark === marked.close) depth -= 1;
    else {
      values += 1;
      if (mark === marked.open) depth += 1;
      if (depth > mostDepth) return 'depth';
      if (values > mostValues) return 'values';
    }
  }
  return undefined;
}

const marked = { text: 1, comma: 2, open: 3, close: 4 } as const;
const marks = new Uint8Array(256);
for (const [characters, mark] of [
  ['"', marked.text],
  [',', marked.comma],
  ['[{', marked.open],
  [']}', marked.close],
] as const) {
  for (const character of characters) marks[character.charCodeAt(0)] = mark;
}

const [quote, backslash] = [0x22, 0x5c];

// Separate loops: in one loop the compiler gives up, and the same bytes take six times as long.
function afterPlain(json: Uint8Array, from: number): number {
  let at = from;
  while (at < json.length && marks[json[at] ?? 0] === 0) at += 1;
  return at;
}

function afterText(json: Uint8Array, from: number): number {
  let at = from;
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at + 1;
}
