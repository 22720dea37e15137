import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listRegistered } from '../../local/verify/countFunctions.ts';
import { until } from '../time/until.ts';
import { bodyOf, campingRequest, startApp } from './startApp.ts';

const app = startApp();

/** All rows of one invocation, once they have arrived: spans, and the log line that comes with the last. */
async function traceOf(session: string, dependencies: number) {
  const spans = await until(
    'the dependencies',
    () => app.rows('dependencies', session),
    (rows) => rows.length >= dependencies,
  );
  const logs = await until(
    'the line of the invocation',
    () => app.rows('traces', session),
    (rows) => rows.length >= 1,
  );
  const operation = spans[0]?.operation_Id ?? '';
  const requests = await until(
    'the host’s row',
    async () => (await app.rows('requests')).filter((row) => row.operation_Id === operation),
    (rows) => rows.length >= 1,
  );
  return { spans, logs, requests, exceptions: await app.rows('exceptions', session) };
}

describe('a chat completion over HTTP', () => {
  it('answers the camping question and leaves request → generate_completion → chat, one session', async () => {
    const response = await app.chat(campingRequest);
    const session = response.headers.get('x-request-id') ?? '';
    const answer = await bodyOf(response);

    expect(response.status).toBe(200);
    expect(session).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer).toMatchObject({ object: 'chat.completion', model: 'gpt-4o' });
    expect(answer.choices[0]?.message.content).toContain('tent');

    const { spans, logs, requests, exceptions } = await traceOf(session, 2);
    const [root] = requests;
    const invocation = spans.find(({ name }) => name === 'generate_completion');
    const chat = spans.find(({ name }) => name === 'chat gpt-4o');
    expect(spans).toHaveLength(2);
    expect(requests).toHaveLength(1);
    expect(invocation?.operation_ParentId).toBe(root?.id);
    expect(chat?.operation_ParentId).toBe(invocation?.id);
    expect(invocation?.session_Id).toBe(session);
    expect(chat?.session_Id).toBe(session);
    expect(invocation?.customDimensions).toMatchObject({
      'faas.invocation_id': session,
      'faas.name': 'chatCompletions',
      'faas.trigger': 'http',
      'app.outcome': 'ok',
    });
    expect(chat?.customDimensions).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': `${answer.usage.prompt_tokens}`,
      'gen_ai.usage.output_tokens': `${answer.usage.completion_tokens}`,
      'app.attempt': '1',
    });
    expect(logs).toHaveLength(1);
    expect(logs[0]?.message).toMatch(/^ok in \d+ ms, gpt-4o, \d+ → \d+ tokens$/);
    expect(logs[0]?.operation_ParentId).toBe(invocation?.id);
    expect(exceptions).toEqual([]);
  });

  it("stands in the caller's trace when the caller sends a traceparent", async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const response = await app.chat(campingRequest, {
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    });
    const { spans } = await traceOf(response.headers.get('x-request-id') ?? '', 2);
    expect(new Set(spans.map((row) => row.operation_Id))).toEqual(new Set([trace]));
  });

  it('carries the conversation a caller names, and ignores what is no name', async () => {
    const named = await app.chat(campingRequest, { 'x-conversation-id': 'trip-7' });
    const odd = await app.chat(campingRequest, { 'x-conversation-id': 'no name' });
    const conversationOf = async (response: Response) => {
      const { spans } = await traceOf(response.headers.get('x-request-id') ?? '', 2);
      const root = spans.find(({ name }) => name === 'generate_completion');
      return root?.customDimensions['gen_ai.conversation.id'];
    };
    expect(await conversationOf(named)).toBe('trip-7');
    expect(await conversationOf(odd)).toBeUndefined();
  });

  it('a model that is named serves, and is in the answer', async () => {
    const answer = await bodyOf(await app.chat({ ...campingRequest, model: 'gpt-4o-mini' }));
    expect(answer.model).toBe('gpt-4o-mini');
  });
});

const deep = `{"messages":${'['.repeat(40)}${']'.repeat(40)}}`;
const huge = JSON.stringify({ messages: [{ role: 'user', content: 'x'.repeat(8 * 1024 * 1024) }] });

// The host does not matter here: one generation is enough.
describe.skipIf(process.env.CALLSPAN_TEST_GENERATION)('bad input over HTTP', () => {
  it.each<[string, string | Uint8Array, Record<string, string>, number, string, string | null]>([
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), {}, 400, 'invalid_json', null],
    ['not JSON', '{"messages":', {}, 400, 'invalid_json', null],
    ['nothing', '', {}, 400, 'invalid_json', null],
    [
      'compressed',
      gzipSync('{"messages":[]}'),
      { 'content-encoding': 'gzip' },
      415,
      'unsupported_media_type',
      null,
    ],
    ['too large', huge, {}, 413, 'body_too_large', null],
    ['too deep', deep, {}, 400, 'invalid_request', null],
    ['wrong types', '{"messages":"hi"}', {}, 400, 'invalid_request', 'messages'],
    [
      'an unknown key',
      '{"messages":[{"role":"user","content":"x"}],"x":1}',
      {},
      400,
      'unknown_parameter',
      'x',
    ],
    ['a prototype key', '{"__proto__":{"a":1}}', {}, 400, 'invalid_request', '__proto__'],
    [
      'a form',
      'messages=hi',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
      null,
    ],
  ])(
    '%s: the code with param, one log line, one exception, no model call',
    async (_name, body, headers, status, code, param) => {
      const response = await app.chat(body, headers);
      const { error } = await bodyOf(response);
      const session = response.headers.get('x-request-id') ?? '';

      expect(response.status).toBe(status);
      expect(error).toEqual({
        message: expect.any(String),
        type: 'invalid_request_error',
        param,
        code,
      });

      const { spans, logs, exceptions } = await traceOf(session, 1);
      expect(spans.map(({ name }) => name)).toEqual(['generate_completion']);
      expect(spans[0]?.success).toBe('False');
      expect(spans[0]?.customDimensions['app.outcome']).toBe(code);
      expect(logs.map(({ message }) => message)).toEqual([
        expect.stringMatching(new RegExp(`^${code} in \\d+ ms$`)),
      ]);
      expect(exceptions).toHaveLength(1);
      expect(exceptions[0]).toMatchObject({ type: code, session_Id: session });
    },
  );

  it('headers that a query or a body plants decide nothing', async () => {
    const planted = encodeURIComponent(JSON.stringify({ 'content-type': 'text/plain' }));
    const response = await fetch(`${app.stack.app}/api/v1/chat/completions?Headers=${planted}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(campingRequest),
    });
    expect(response.status).toBe(200);
  });
});

describe('the other routes', () => {
  it('health says that the worker is up, and nothing secret', async () => {
    const response = await fetch(`${app.stack.app}/api/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      model: 'gpt-4o',
      telemetry: { state: 'exporting', droppedSpans: 0 },
    });
  });

  it('every function is registered', () => {
    expect(app.stack.host?.functions.map(({ name }) => name).sort()).toEqual(listRegistered());
  });
});
