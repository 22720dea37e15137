import { cutToBytes } from '../../values/cutToBytes.ts';

/** A part of a message, by the GenAI conventions: `text`, `tool_call`, `tool_call_response`, `blob`, `uri`, `refusal`. */
export interface Part {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A message as the GenAI conventions record it. */
export interface ContentMessage {
  readonly role: string;
  readonly parts: readonly Part[];
  readonly finish_reason?: string;
}

/** What a model is asked, for content recording. */
export interface InputContent {
  /** Instructions that stand apart from the messages. */
  readonly systemInstructions: readonly Part[];
  readonly messages: readonly ContentMessage[];
  readonly tools: readonly object[];
}

/**
 * JSON of the messages in at most `maxBytes` of UTF-8. When there are more, the newest stay whole while they
 * fit. The first that does not fit has its long texts shortened, and a message in front counts what is left
 * out.
 */
export function recordMessages(messages: readonly ContentMessage[], maxBytes: number): string {
  return record(messages, maxBytes, (omitted) => ({ role: 'system', parts: [omitted] }));
}

/** Like `recordMessages`, for a list of parts or of tool definitions; the note in front is a part. */
export function recordParts(parts: readonly object[], maxBytes: number): string {
  return record(parts, maxBytes, (omitted) => omitted);
}

/** A text in at most `maxBytes` of UTF-8; a shortened one says how many characters are missing. */
export function recordText(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text;
  const whole = cutToBytes(text, maxBytes - noteBytes);
  return `${whole}… [${text.length - whole.length} characters left out]`;
}

/** Length in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

const noteBytes = 128;
const shortestText = 32;

/** From the newest on, and no further than there is room: what is left out is counted, and never made into JSON. */
function record(
  items: readonly object[],
  maxBytes: number,
  toNote: (omitted: Part) => object,
): string {
  const kept: string[] = [];
  let left = maxBytes - 1;
  let index = items.length;
  for (; index > 0; index -= 1) {
    const json = toJson(items[index - 1] ?? {}, left - 1);
    if (json === undefined) break;
    kept.unshift(json);
    left -= byteLength(json) + 1;
  }
  if (index === 0) return `[${kept.join(',')}]`;
  for (left -= noteBytes; left < 0 && kept.length > 0; index += 1) {
    left += byteLength(kept.shift() ?? '') + 1;
  }
  const cut = shorten(items[index - 1] ?? {}, left - 1);
  if (cut !== undefined) index -= 1;
  const omitted = items.slice(0, index).reduce((sum, item) => sum + textBytes(item), 0);
  const bytes = omitted + (cut?.omittedBytes ?? 0);
  const note = JSON.stringify(toNote({ type: 'omitted', items: index, bytes }));
  return `[${[note, ...(cut === undefined ? [] : [cut.json]), ...kept].join(',')}]`;
}

/** JSON of a value in at most `maxBytes`; undefined when it has more. */
function toJson(value: object, maxBytes: number): string | undefined {
  if (leastLength(value, maxBytes, Number.POSITIVE_INFINITY) > maxBytes) return undefined;
  const json = JSON.stringify(value);
  return byteLength(json) > maxBytes ? undefined : json;
}

/** Bytes of all texts in a value. */
function textBytes(value: unknown): number {
  if (typeof value === 'string') return byteLength(value);
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const part of Object.values(value)) sum += textBytes(part);
  return sum;
}

/**
 * Length of which the JSON of a value has no less, its texts cut at `longestText`; counted to a little more than `most`, so
 * that a value of many parts does not take long to be found too long.
 */
function leastLength(value: unknown, most: number, longestText: number): number {
  if (typeof value === 'string') return Math.min(value.length, longestText) + 2;
  if (typeof value !== 'object' || value === null) return 1;
  let length = 2;
  for (const part of Object.values(value)) {
    length += leastLength(part, most - length, longestText) + 1;
    if (length > most + 1) break; // the last comma is not there
  }
  return length - 1;
}

/** JSON of the value in at most `maxBytes`, its longest texts cut as far as needed; undefined when that is not enough. */
function shorten(
  value: object,
  maxBytes: number,
): { readonly json: string; readonly omittedBytes: number } | undefined {
  if (leastLength(value, maxBytes, shortestText) > maxBytes) return undefined;
  let limit = maxBytes - noteBytes; // fits at once for one long text of letters
  while (limit >= shortestText) {
    let omittedBytes = 0;
    const json = JSON.stringify(value, (_key, part) => {
      if (typeof part !== 'string' || part.length <= limit) return part;
      const whole = part.slice(0, limit).toWellFormed();
      omittedBytes += byteLength(part.slice(limit));
      return `${whole}… [${part.length - limit} characters left out]`;
    });
    const bytes = byteLength(json);
    if (bytes <= maxBytes) return { json, omittedBytes };
    if (limit === shortestText) return undefined;
    limit = Math.max(shortestText, Math.floor(limit * Math.min(maxBytes / bytes, 0.75)));
  }
  return undefined;
}
