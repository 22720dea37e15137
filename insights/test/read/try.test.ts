import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { BesideApp } from '../../app.ts';
import { answerTry } from '../../read/try.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What answers the page, with an app at `url` beside it or none. */
const receiver = (
  url?: string,
  sendToQueue?: BesideApp['sendToQueue'],
  caller?: BesideApp['caller'],
) =>
  serve((request, response) => {
    const invocations = { running: () => [], ended: () => [] };
    const app = {
      url: `${url}`,
      invocations,
      recordsContent: false,
      embeddedModel: true,
      ...(sendToQueue && { sendToQueue }),
      ...(caller && { caller }),
    };
    const target = new URL(request.url ?? '/', 'http://127.0.0.1');
    void answerTry(request, response, target, url === undefined ? undefined : app);
  });

/** An app that notes what it was asked. */
async function appThat(respond: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: { url: string | undefined; headers: IncomingMessage['headers']; body: string }[] =
    [];
  const app = await serve(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    asked.push({ url: request.url, headers: request.headers, body });
    respond(request, response);
  });
  return { app, asked };
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/try`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;
const messages = [{ role: 'user', content: 'What should I pack?' }];
const question = { by: 'http', request: { messages } } as const;

describe('a whole request', () => {
  const chat = {
    messages: [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'And gas?' },
    ],
    temperature: 0.2,
  };
  const askedBy = async (body: object) => {
    const { app, asked } = await appThat((_, response) => void response.end('{}'));
    const response = await post(await receiver(app), body);
    return { response, asked: asked.map((each) => JSON.parse(each.body)) };
  };

  it('is asked as it is, and `by` says whether it is a stream', async () => {
    const http = await askedBy({ by: 'http', request: { ...chat, stream: true } });
    expect(http.asked).toEqual([chat]);
    const stream = await askedBy({ by: 'stream', request: chat });
    expect(stream.asked).toEqual([{ ...chat, stream: true }]);
  });

  it.each([
    ['throttled', chat, 'And gas? (throttled once)'],
    ['slow', { ...chat, messages: chat.messages.toReversed() }, 'And gas? (slow)'],
  ])('asks the embedded model for a fault: %s', async (fault, request, words) => {
    const { asked } = await askedBy({ by: 'http', request, fault });
    expect(asked[0].messages.find(({ role }: { role: string }) => role === 'user')).toEqual({
      role: 'user',
      content: words,
    });
  });

  it('asks for it in parts of a message, and by the Responses API, too', async () => {
    const part = { type: 'text', text: 'See' };
    const request = { messages: [{ role: 'user', content: [part] }] };
    const parts = await askedBy({ by: 'http', request, fault: 'cut' });
    expect(parts.asked[0].messages[0].content).toEqual([part, { type: 'text', text: '(cut off)' }]);
    const text = await askedBy({
      by: 'http',
      api: 'responses',
      request: { input: 'Hi' },
      fault: 'cut',
    });
    expect(text.asked).toEqual([{ input: 'Hi (cut off)' }]);
  });

  it.each<[string, object, string]>([
    ['that is no object', { by: 'http', request: 'x' }, 'request must be an object.'],
    [
      'with a fault that is not known',
      { by: 'http', request: chat, fault: 'toString' },
      'no question that',
    ],
    [
      'without a question',
      { by: 'http', request: { messages: [] }, fault: 'cut' },
      'no question that',
    ],
  ])('%s is refused', async (_name, body, words) => {
    const { response, asked } = await askedBy(body);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toContain(words);
    expect(asked).toEqual([]);
  });
});

describe('a question is passed on', () => {
  it('to the app, and its answer, status and x-request-id come back', async () => {
    const { app, asked } = await appThat((_, response) => {
      response.writeHead(429, { 'x-request-id': 'id-1', 'retry-after': '3', 'set-cookie': 'a=b' });
      response.end('{"error":{"code":"rate_limit_exceeded"}}');
    });
    const url = await receiver(app);
    const response = await post(url, { ...question, conversation: 'trip-7' });
    expect(response.status).toBe(429);
    expect(response.headers.get('x-request-id')).toBe('id-1');
    expect(response.headers.get('retry-after')).toBe('3');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.json()).toEqual({ error: { code: 'rate_limit_exceeded' } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      url: '/api/v1/chat/completions',
      headers: { 'x-conversation-id': 'trip-7' },
    });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ messages });
  });

  it.each(['http', 'stream'] as const)('for a response, by %s', async (by) => {
    const { app, asked } = await appThat((_, response) => response.end('{}'));
    await post(await receiver(app), {
      by,
      api: 'responses',
      request: { input: 'What should I pack?' },
      conversation: 'trip-7',
    });
    expect(asked[0]).toMatchObject({
      url: '/api/v1/responses',
      headers: { 'x-conversation-id': 'trip-7' },
    });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      input: 'What should I pack?',
      ...(by === 'stream' ? { stream: true } : {}),
    });
  });

  it('as a stream, whose parts come one by one', async () => {
    let finish = () => {};
    const { app, asked } = await appThat((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'id-2' });
      response.write('data: first\n\n');
      finish = () => response.end('data: [DONE]\n\n');
    });
    const response = await post(await receiver(app), { ...question, by: 'stream' });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('data: first\n\n'); // while the app still writes
    finish();
    expect((await reader?.read())?.value).toBe('data: [DONE]\n\n');
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ stream: true });
  });

  it('as a job, whose name comes back', async () => {
    const { app, asked } = await appThat((_, response) => {
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end('{"id":"job_1","object":"job","status":"queued"}');
    });
    const response = await post(await receiver(app), { ...question, by: 'job' });
    expect([response.status, response.headers.get('x-job')]).toEqual([202, 'job_1']);
    expect(asked[0]?.url).toBe('/api/v1/jobs');
  });

  it('and ended when its reader leaves', async () => {
    const gone = Promise.withResolvers<void>();
    const { app } = await appThat((_, response) => {
      response.on('close', gone.resolve);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: first\n\n');
    });
    const response = await post(await receiver(app), { ...question, by: 'stream' });
    await response.body?.cancel();
    await gone.promise;
  });
});

describe('a question by the queue', () => {
  it('is a message as any sender would send it, and its job comes back', async () => {
    const sent: string[] = [];
    const url = await receiver('http://127.0.0.1:1', async (message) => void sent.push(message));
    const asked = { ...question, by: 'queue', conversation: 'trip-7' };
    const response = await post(url, asked);
    expect(response.status).toBe(202);
    expect(sent.map((message) => JSON.parse(message))).toEqual([
      {
        job: response.headers.get('x-job'),
        request: { messages },
        conversation: 'trip-7',
      },
    ]);
  });
});

describe('what the app has is read through it', () => {
  it.each([
    ['models', '/api/v1/models'],
    ['jobs/job_1', '/api/v1/jobs/job_1'],
  ])('%s', async (path, expected) => {
    const { app, asked } = await appThat((_, response) => response.end('{"data":[]}'));
    const response = await fetch(`${await receiver(app)}/api/try/${path}`);
    expect(await response.json()).toEqual({ data: [] });
    expect(asked[0]?.url).toBe(expected);
  });

  it('a job that no one knows yet as such, and not as an error', async () => {
    const { app } = await appThat((_, response) => response.writeHead(404).end('{"error":{}}'));
    const response = await fetch(`${await receiver(app)}/api/try/jobs/try-1`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'unknown' });
  });

  it.each(['jobs/..', 'jobs/a%2Fb', 'jobs/', 'health', 'jobs/a/b'])(
    'and nothing else: %s',
    async (path) => {
      const { app, asked } = await appThat((_, response) => response.end('{}'));
      const response = await fetch(`${await receiver(app)}/api/try/${path}`);
      expect(response.status).toBe(404);
      expect(asked).toEqual([]);
    },
  );
});

describe('what cannot be asked is refused with a line', () => {
  it.each<[string, unknown, number, RegExp]>([
    ['no JSON', '{', 400, /not JSON/],
    ['no object', '7', 400, /no object/],
    ['no request', { by: 'http' }, 400, /request must be an object/],
    ['an unknown way', { ...question, by: 'pigeon' }, 400, /http, stream, queue, job/],
    ['an unknown API', { ...question, api: 'chat' }, 400, /responses, or absent/],
    ['a response as a job', { ...question, by: 'job', api: 'responses' }, 400, /chat completions/],
    [
      'a response by the queue',
      { ...question, by: 'queue', api: 'responses' },
      400,
      /chat completions/,
    ],
    ['a bad conversation', { ...question, conversation: 'a\r\nb' }, 400, /conversation/],
    ['a body over 1 MiB', { ...question, request: { input: 'x'.repeat(1_100_000) } }, 413, /1 MiB/],
  ])('%s', async (_name, body, status, line) => {
    const { app, asked } = await appThat((_, response) => response.end('{}'));
    const response = await post(await receiver(app), body);
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatch(line);
    expect(asked).toEqual([]);
  });

  it('what a form of another site could send', async () => {
    const { app } = await appThat((_, response) => response.end('{}'));
    const response = await post(await receiver(app), question, {
      'content-type': 'text/plain',
    });
    expect(response.status).toBe(415);
  });

  it.each<[string, object, RegExp]>([
    ['without an app', question, /npm start/],
    ['without a queue', { ...question, by: 'queue' }, /npm start/],
  ])('%s, what to start', async (_name, body, line) => {
    const response = await post(await receiver(), body);
    expect(response.status).toBe(503);
    expect(await errorOf(response)).toMatch(line);
  });

  it('an app that is gone', async () => {
    const { app } = await appThat((_, response) => response.end());
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    const response = await post(await receiver(app), question);
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatch(/does not answer/);
  });

  it('a queue that does not answer, without its connection string', async () => {
    const key = 'AccountKey=canary-key';
    const url = await receiver('http://127.0.0.1:1', () => Promise.reject(new Error(key)));
    const response = await post(url, { ...question, by: 'queue' });
    const text = await response.text();
    expect(response.status).toBe(502);
    expect(text).not.toContain(key);
  });
});

describe('an app that asks for keys', () => {
  const caller = { name: 'local', key: 'csk_canary' };

  it.each(['http', 'stream', 'job'])(
    'is sent that of the receiver, by %s, and the page is not',
    async (by) => {
      const { app, asked } = await appThat((_, response) => void response.end('{}'));
      const response = await post(await receiver(app, undefined, caller), { ...question, by });
      expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer csk_canary']);
      const told = [await response.text(), ...[...response.headers].flat()].join();
      expect(told).not.toContain('canary');
    },
  );

  it('is sent it for models and jobs too, and not what a page sends', async () => {
    const { app, asked } = await appThat((_, response) => void response.end('{}'));
    const url = await receiver(app, undefined, caller);
    const headers = { authorization: 'Bearer of-the-page' };
    for (const path of ['models', 'jobs/try-1']) await fetch(`${url}/api/try/${path}`, { headers });
    expect(asked.map((each) => each.headers.authorization)).toEqual(
      Array(2).fill('Bearer csk_canary'),
    );
  });

  it('gets messages in the name of that caller, which can read their jobs then', async () => {
    const messages: string[] = [];
    const note = async (message: string) => void messages.push(message);
    await post(await receiver('http://127.0.0.1:9', note, caller), { ...question, by: 'queue' });
    await post(await receiver('http://127.0.0.1:9', note), { ...question, by: 'queue' });
    expect(messages.map((message) => JSON.parse(message).caller)).toEqual(['local', undefined]);
    expect(messages.join()).not.toContain('canary');
  });

  it('is not asked for any without one', async () => {
    const { app, asked } = await appThat((_, response) => void response.end('{}'));
    await post(await receiver(app), question);
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
  });
});
