import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Mountable } from '@copilotkit/aimock';
import { createThrottleOnce } from './throttleOnce.ts';

/** What is asked; the app has checked it. */
interface Request {
  readonly model: string;
  readonly input: string | readonly (string | number | readonly number[])[];
  readonly dimensions?: number;
  readonly encoding_format?: 'float' | 'base64';
}

const defaultDimensions = 1_536;

/**
 * The embedded model's embeddings, as the fixtures of the server know neither dimensions nor base64. A vector is made of the
 * words of its text, so the same text gives the same vector, and texts that share words lie near each other. As for chat, a
 * text with `(throttled once)` gets 429 and then an answer, one with `(always failing)` 503.
 */
export function createEmbeddings(latencyMs: number): Mountable {
  const isNew = createThrottleOnce();
  return {
    async handleRequest(request: IncomingMessage, response: ServerResponse) {
      const asked = (await json(request)) as Request;
      const texts = JSON.stringify(asked.input);
      await delay(latencyMs);
      if (/\(always failing\)/i.test(texts)) return refuse(response, 503);
      if (/\(throttled once\)/i.test(texts) && isNew(asked)) return refuse(response, 429);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(toAnswer(asked)));
      return true;
    },
  };
}

function refuse(response: ServerResponse, status: 429 | 503): boolean {
  const error = { message: 'The model is busy or down.', type: 'server_error' };
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 429 && { 'retry-after': '1' }),
  });
  response.end(JSON.stringify({ error }));
  return true;
}

function toAnswer({ model, input, dimensions, encoding_format }: Request): object {
  const inputs = toInputs(input);
  const data = inputs.map((words, index) => {
    const vector = toVector(words, dimensions ?? defaultDimensions);
    const embedding =
      encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector];
    return { object: 'embedding', index, embedding };
  });
  const tokens = inputs.reduce((sum, words) => sum + words.length, 0);
  return {
    object: 'list',
    data,
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** The words of each input, or its tokens. */
function toInputs(input: Request['input']): readonly (readonly string[])[] {
  if (typeof input === 'string') return [wordsOf(input)];
  if (input.every((token) => typeof token === 'number')) return [input.map(String)];
  return input.map((one) => (typeof one === 'string' ? wordsOf(one) : [one].flat().map(String)));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text];
}

/** Each word adds to eight places of a vector, or takes from them; the vector has length 1. */
function toVector(words: readonly string[], dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of words) {
    const hash = createHash('sha256').update(word).digest();
    for (let at = 0; at < hash.length; at += 4) {
      const place = hash.readUInt32LE(at) % dimensions;
      vector[place] = (vector[place] ?? 0) + ((hash[at] ?? 0) < 128 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
