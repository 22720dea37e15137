import type { IncomingMessage } from 'node:http';
import type { TryRequest } from '../../api.ts';

/** A request that is not passed on; the message is the one line that the page shows. */
export class TryRefused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What the app is to be asked, and the request in the form of that API. */
export interface Asked {
  readonly by: TryRequest['by'];
  readonly api: TryRequest['api'];
  readonly request: Readonly<Record<string, unknown>>;
  readonly conversation: string | undefined;
}

const maxBody = 1024 * 1024;
const bodyMs = 10_000;
const ways = ['http', 'stream', 'queue', 'job'] as const;

/** The tool that is offered with `tools`; the embedded model asks for it, and it is never run. */
const weather = {
  name: 'get_weather',
  description: 'The weather in a city now.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
} as const;
const type = 'function';

/** The body of `POST /api/try`, of at most 1 MiB. Throws a {@link TryRefused} for a longer or a slow one. */
export async function readTry(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  const late = setTimeout(() => request.destroy(), bodyMs);
  try {
    const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const part of body) {
      size += part.byteLength;
      if (size > maxBody) throw new TryRefused(413, 'The request is larger than 1 MiB.');
      parts.push(part);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Reads a {@link TryRequest}. Throws a {@link TryRefused} that says what is wrong. */
export function parseTry(text: string): Asked {
  const { prompt, model, by, api, conversation, tools } = toRecord(text);
  if (typeof prompt !== 'string' || prompt.trim() === '') refuse('The prompt is empty.');
  const way = ways.find((each) => each === by);
  if (way === undefined) return refuse(`by must be one of ${ways.join(', ')}.`);
  if (conversation !== undefined && !isConversation(conversation)) {
    return refuse('The conversation must be 1 to 128 of A-Z a-z 0-9 . _ : -');
  }
  if (model !== undefined && typeof model !== 'string') return refuse('model must be a text.');
  if (api !== undefined && api !== 'responses') return refuse('api must be responses, or absent.');
  if (api && (way === 'queue' || way === 'job')) {
    return refuse('Jobs and the queue take chat completions: leave api out.');
  }
  return {
    by: way,
    api,
    request: {
      ...(api ? { input: prompt } : { messages: [{ role: 'user', content: prompt }] }),
      ...(model ? { model } : {}),
      ...(tools === true
        ? { tools: [api ? { type, ...weather } : { type, function: weather }] }
        : {}),
    },
    conversation,
  };
}

function toRecord(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('The request is not JSON.');
  }
  if (typeof value !== 'object' || value === null) return refuse('The request is no object.');
  return value as Readonly<Record<string, unknown>>;
}

function isConversation(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._:-]{1,128}$/.test(value);
}

function refuse(message: string): never {
  throw new TryRefused(400, message);
}
