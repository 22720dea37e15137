import { createServer, type ServerResponse } from 'node:http';
import { listen } from '../../local/process/listen.ts';

/** The answer to one call, sent `afterMs` later. */
export type Reply = (response: ServerResponse) => void;

/** A model's answer with every number that it may report. */
export const modelAnswer = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-2024-11-20',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Pack a tent.' } },
  ],
  usage: {
    prompt_tokens: 1_000,
    completion_tokens: 200,
    total_tokens: 1_200,
    prompt_tokens_details: { cached_tokens: 400 },
    completion_tokens_details: { reasoning_tokens: 50 },
  },
};

const chunkHead = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-4o-2024-11-20',
};

/** Chunks of a streamed answer, and a function that makes one. */
export const chunks = {
  role: {
    ...chunkHead,
    choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
  },
  content: (content: string, finish_reason: string | null = null) => ({
    ...chunkHead,
    choices: [{ index: 0, delta: { content }, finish_reason }],
  }),
  usage: { ...chunkHead, choices: [], usage: modelAnswer.usage },
};

/** A server-sent event. */
export function event(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

/** `modelAnswer` as a stream. */
export const modelStream = [
  chunks.role,
  chunks.content('Pack '),
  chunks.content('a tent.', 'stop'),
  chunks.usage,
  '[DONE]',
]
  .map(event)
  .join('');

/** A reply with a status and a body: a string unchanged, anything else as JSON. */
export function reply(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
  afterMs = 0,
): Reply {
  return (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    setTimeout(() => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    }, afterMs);
  };
}

/** A model that answers call by call as a test sets it, and with `otherwise` when nothing is set. */
export async function startScriptedModel(
  otherwise: Reply = reply(200, modelAnswer, { 'x-request-id': 'req-1' }),
) {
  const replies: Reply[] = [];
  const received: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      received.push(body);
      (replies.shift() ?? otherwise)(response);
    });
  });
  const port = await listen(server, 0);
  server.keepAliveTimeout = 5_000; // Node's default: tests count the open sockets
  return {
    /** The base URL, for AZURE_AI_INFERENCE_ENDPOINT. */
    url: `http://127.0.0.1:${port}/v1`,
    /** The replies to the next calls, in order. */
    replies,
    /** Bodies of the calls so far. */
    received,
    /** Number of open sockets. */
    connections: () =>
      new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count))),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
