import type { IncomingMessage, ServerResponse } from 'node:http';
import { readText } from '../readText.ts';
import type { createHandler } from './createHandler.ts';
import type { McpSources } from './sources.ts';

/** Longer than a query may take, with the start of its engine. */
const standardMs = 60_000;
/** Largest question, in bytes. */
const maxBody = 1024 * 1024;
/** Questions at once: each holds its body and its answer. */
const mostAtOnce = 32;

/** Answers what comes to `/mcp`. Who asks must have been checked before. */
export type AnswerMcp = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The SDK is loaded with the first request. `withinMs` is for tests. */
export function createMcp(sources: McpSources, withinMs = standardMs): AnswerMcp {
  let handler: Promise<ReturnType<typeof createHandler>> | undefined;
  let open = 0;

  const load = async () => {
    const { createHandler } = await import('./createHandler.ts');
    return createHandler(sources);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    // Who leaves before all was said is no error of ours.
    const body = await readText(request, maxBody).catch(() => null);
    if (body === null) return;
    if (body === undefined) {
      return send(response, 413, toError('The question is larger than 1 MiB.'));
    }
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(withinMs)]);
    const ended = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined));
    });
    handler ??= load();
    const { fetch } = await handler;
    const reading = fetch(toRequest(request, body, signal)).then(async (found) => ({
      status: found.status,
      type: found.headers.get('content-type') ?? undefined,
      text: await found.text(),
    }));
    reading.catch(() => {}); // it may fail after its deadline
    const answered = await Promise.race([reading, ended]);
    if (answered === undefined) {
      return send(response, 503, toError(`It took longer than ${withinMs / 1_000} s.`));
    }
    send(response, answered.status, answered.text, answered.type);
  };
  return async (request, response) => {
    if (open >= mostAtOnce) {
      return send(response, 503, toError(`More than ${mostAtOnce} questions at once. Ask again.`));
    }
    open++;
    try {
      await answer(request, response);
    } finally {
      open--;
    }
  };
}

function toRequest(
  { headers, method = 'GET' }: IncomingMessage,
  body: string,
  signal: AbortSignal,
) {
  const named = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    `${value}`,
  ]);
  const asked = { method, headers: named, signal };
  return new Request('http://localhost/mcp', method === 'POST' ? { ...asked, body } : asked);
}

/** An error as JSON-RPC has it. */
function toError(message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'application/json',
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': type,
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(text);
}
