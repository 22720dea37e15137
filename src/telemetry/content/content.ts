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

function record(
  items: readonly object[],
  maxBytes: number,
  toNote: (omitted: Part) => object,
): string {
  const whole = JSON.stringify(items);
  const wholeBytes = byteLength(whole);
  if (wholeBytes <= maxBytes) return whole;
  const kept: string[] = [];
  let left = maxBytes - noteBytes;
  let index = items.length;
  while (index > 0) {
    const item = items[index - 1] ?? {};
    const json = shorten(item, left);
    if (json === undefined) break;
    index--;
    left -= byteLength(json) + 1;
    kept.unshift(json);
    if (json.length < JSON.stringify(item).length) break;
  }
  const keptBytes = kept.reduce((sum, json) => sum + byteLength(json), 0);
  const note = toNote({ type: 'omitted', items: index, bytes: wholeBytes - keptBytes });
  return `[${[JSON.stringify(note), ...kept].join(',')}]`;
}

/** JSON of the value in at most `maxBytes`, its longest texts cut as far as needed; undefined when that is not enough. */
function shorten(value: object, maxBytes: number): string | undefined {
  const json = JSON.stringify(value);
  if (byteLength(json) <= maxBytes) return json;
  const cutAt = (limit: number) => JSON.stringify(value, (_key, part) => cutText(part, limit));
  // Checked first: a value with too many parts, which takes longest, does not fit however short its texts are.
  const shortest = cutAt(shortestText);
  if (byteLength(shortest) > maxBytes) return undefined;
  for (let limit = maxBytes; limit > shortestText; limit = Math.floor(limit / 2)) {
    const cut = cutAt(limit);
    if (byteLength(cut) <= maxBytes) return cut;
  }
  return shortest;
}

function cutText(value: unknown, limit: number): unknown {
  if (typeof value !== 'string' || value.length <= limit) return value;
  const omitted = value.length - limit;
  return `${value.slice(0, limit).toWellFormed()}… [${omitted} characters left out]`;
}
