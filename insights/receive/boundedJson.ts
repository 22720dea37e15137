import { Refusal } from './refusal.ts';

/** Deeper than any telemetry goes; what is parsed is walked by recursion later. */
const maxDepth = 64;

/**
 * More than 64,000 full items have. An empty object is 3 bytes of JSON and 56 in memory, so that a body within its limit
 * could still ask for gigabytes.
 */
const maxValues = 4_000_000;

const [newline, quote, backslash, comma, openArray, closeArray, openObject, closeObject] =
  Buffer.from('\n"\\,[]{}');

/** Parses JSON; undefined when it is none. Throws a {@link Refusal} when it is too deep or holds too many values. */
export function parseBoundedJson(json: Buffer): unknown {
  checkBounds(json);
  return parseJson(json.toString('utf8'));
}

/**
 * Parses JSON whose bounds were checked; undefined when it is none. A byte order mark is skipped. Numbers that are none, which
 * some languages write, become null, so that they cost their item and no other.
 */
export function parseJson(json: string): unknown {
  const plain = json.startsWith('\ufeff') ? json.slice(1) : json;
  try {
    return JSON.parse(plain);
  } catch {
    return /\b(?:NaN|Infinity)\b/.test(plain) ? parseWithout(plain) : undefined;
  }
}

function parseWithout(json: string): unknown {
  try {
    return JSON.parse(
      json.replace(/"(?:[^"\\\n]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
        found.startsWith('"') ? found : 'null',
      ),
    );
  } catch {
    return undefined;
  }
}

/** Throws a {@link Refusal} when JSON, one or many by lines, is deeper or has more values than is parsed. */
export function checkBounds(json: Buffer): void {
  let depth = 0;
  let values = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (inText) {
      // No text goes past its line, so that a broken line hides nothing of the next one.
      if (byte === backslash && json[at + 1] !== newline) at += 1;
      else if (byte === quote || byte === newline) inText = false;
      continue;
    }
    if (byte === quote) inText = true;
    else if (byte === comma || byte === newline) values += 1;
    else if (byte === openArray || byte === openObject) {
      depth += 1;
      values += 1;
      if (depth > maxDepth) throw new Refusal(400, `The JSON is deeper than ${maxDepth} levels.`);
    } else if (byte === closeArray || byte === closeObject) {
      depth = Math.max(0, depth - 1);
    }
  }
  if (values > maxValues) throw new Refusal(413, `The JSON holds more than ${maxValues} values.`);
}
