import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BesideApp } from '../app.ts';
import { enqueue } from './try/enqueue.ts';
import { parseTry, readTry, TryRefused } from './try/parseTry.ts';
import { passOn } from './try/passOn.ts';

/** Longer than the app's own limit for a stream (docs/api.md). */
const answerMs = 240_000;
const listMs = 10_000;
/** A job that came by the queue is not known before its first run: to wait for it is no error. */
const notYet = JSON.stringify({ object: 'job', status: 'unknown' });
const noApp =
  'No app runs beside this receiver. `npm start` runs both; an app that is started otherwise is asked at its own address.';
const noStorage = 'No storage is known here: `npm start` runs one, and the app beside it.';

/**
 * Asks the app beside the receiver for a page: `POST /api/try`, and `GET /api/try/models` and `/api/try/jobs/{id}`, which
 * give what the app's `v1/models` and `v1/jobs/{id}` give. The answer is passed on as it comes, with `x-request-id`; a job has its
 * name in `x-job`. Who asks must have been checked before. Never rejects.
 */
export async function answerTry(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname }: URL,
  app: BesideApp | undefined,
): Promise<void> {
  try {
    await answer(request, response, pathname, app);
  } catch (error) {
    const status = error instanceof TryRefused ? error.status : 500;
    const line = error instanceof TryRefused ? error.message : 'The receiver failed to ask.';
    if (response.headersSent) response.destroy();
    else sendError(response, status, line);
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  app: BesideApp | undefined,
): Promise<void> {
  const method = request.method ?? 'GET';
  const api = app && `${app.url}/api/v1`;
  if (method === 'GET') {
    const path = toAppPath(pathname);
    if (path === undefined) throw new TryRefused(404, 'There is no such thing to try.');
    if (api === undefined) throw new TryRefused(503, noApp);
    const init = { method, headers: keyHeader(app) };
    return passOn(`${api}${path}`, init, response, { withinMs: listMs, missing: notYet });
  }
  if (method !== 'POST' || pathname !== '/api/try') {
    throw new TryRefused(405, 'Only POST /api/try is answered here.');
  }
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new TryRefused(415, 'The request must be application/json.');
  }
  const {
    by,
    api: wanted,
    request: asked,
    conversation,
  } = parseTry(await readTry(request), {
    embeddedModel: app?.embeddedModel ?? false,
  });
  if (by === 'queue') {
    if (app?.sendToQueue === undefined) throw new TryRefused(503, noStorage);
    const job = await enqueue(app.sendToQueue, app.caller?.name, asked, conversation);
    response.writeHead(202, { ...headers, 'content-type': 'application/json', 'x-job': job });
    response.end(JSON.stringify({ id: job, object: 'job', status: 'queued' }));
    return;
  }
  if (api === undefined) throw new TryRefused(503, noApp);
  const path = by === 'job' ? '/jobs' : wanted === 'responses' ? '/responses' : '/chat/completions';
  const body = JSON.stringify(by === 'stream' ? { ...asked, stream: true } : asked);
  const sent = {
    'content-type': 'application/json',
    ...(conversation === undefined ? {} : { 'x-conversation-id': conversation }),
    ...keyHeader(app),
  };
  return passOn(`${api}${path}`, { method, headers: sent, body }, response, {
    withinMs: answerMs,
  });
}

function keyHeader(app: BesideApp | undefined): Readonly<Record<string, string>> {
  return app?.caller === undefined ? {} : { authorization: `Bearer ${app.caller.key}` };
}

function toAppPath(pathname: string): string | undefined {
  if (pathname === '/api/try/models') return '/models';
  const [, job] = /^\/api\/try\/jobs\/([A-Za-z0-9._:-]{1,128})$/.exec(pathname) ?? [];
  return job === undefined || /^\.+$/.test(job) ? undefined : `/jobs/${job}`;
}

const headers = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

function sendError(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify({ error }));
}
