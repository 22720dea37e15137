import { answerBounds, unreadable } from '../client/openResponse.ts';
import type { Chunks } from './chunks.ts';
import { createMarks, type Marks } from './marks.ts';

/** A member of a JSON object, by its places in the bytes. */
export interface Member {
  /** Its name; undefined when it is longer than any that is read. */
  readonly key: string | undefined;
  /** Of the value, the first byte and the one after the last. */
  readonly start: number;
  readonly end: number;
}

const longestKey = 256;
const longestNumber = 1_024;
const [comma, colon, quote] = [0x2c, 0x3a, 0x22];
const [bracket, brace] = [0x5b, 0x7b];
/** From an opening bracket or brace to its closing one. */
const toClosing = 2;

/**
 * The members of a JSON object in their order, a repeated key as often as it is there. What is inside a list or an object
 * is passed over, not read: its brackets and texts must be closed, that is all. Throws `model_bad_response` for anything
 * else, and for what holds more than an answer of a model may.
 */
export function* membersOf(json: Chunks): Generator<Member> {
  const marks = createMarks(json, answerBounds.values);
  let at = afterSpace(json, 0);
  if (json.at(at) !== brace) throw unreadable();
  at = afterSpace(json, at + 1);
  while (json.at(at) !== brace + toClosing) {
    const keyEnd = marks.afterText(at);
    const afterKey = afterSpace(json, keyEnd);
    if (json.at(at) !== quote || json.at(afterKey) !== colon) throw unreadable();
    const start = afterSpace(json, afterKey + 1);
    const end = afterValue(json, marks, start);
    yield { key: keyOf(json, at, keyEnd), start, end };
    at = afterSpace(json, end);
    if (json.at(at) === brace + toClosing) break;
    if (json.at(at) !== comma) throw unreadable();
    at = afterSpace(json, at + 1);
    if (json.at(at) !== quote) throw unreadable();
  }
  if (afterSpace(json, at + 1) !== json.length) throw unreadable();
}

/** A short JSON value between two places; throws `model_bad_response` when it is none. */
export function parseSmall(json: Chunks, start: number, end: number): unknown {
  try {
    return JSON.parse(Buffer.concat(json.between(start, end)).toString('utf8'));
  } catch {
    throw unreadable(); // the parser's own message quotes the text
  }
}

function keyOf(json: Chunks, start: number, end: number): string | undefined {
  return end - start > longestKey ? undefined : String(parseSmall(json, start, end));
}

function afterValue(json: Chunks, marks: Marks, start: number): number {
  const first = json.at(start);
  if (first === quote) return marks.afterText(start);
  if (first === bracket || first === brace) return afterNested(json, marks, start);
  let end = start;
  while (end < json.length && !ends(json.at(end))) end += 1;
  if (end - start > longestNumber) throw unreadable();
  parseSmall(json, start, end);
  return end;
}

function afterNested(json: Chunks, marks: Marks, start: number): number {
  const open: number[] = [];
  for (let at = start; ; at = marks.next(at)) {
    const mark = json.at(at);
    if (mark === quote) {
      at = marks.afterText(at);
      continue;
    }
    at += 1;
    if (mark === bracket || mark === brace) open.push(mark + toClosing);
    else if (mark === undefined || open.pop() !== mark) throw unreadable();
    if (open.length === 0) return at;
    if (open.length > answerBounds.depth) throw unreadable();
  }
}

function afterSpace(json: Chunks, from: number): number {
  let at = from;
  while (isSpace(json.at(at))) at += 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function ends(byte: number | undefined): boolean {
  return (
    byte === comma || byte === bracket + toClosing || byte === brace + toClosing || isSpace(byte)
  );
}
