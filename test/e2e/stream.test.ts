import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { expectWithin } from '../time/expectWithin.ts';
import { hangMs } from '../time/hangMs.ts';
import { until } from '../time/until.ts';
import { chunks, event, modelStream, reply, startScriptedModel } from './scriptedModel.ts';
import { campingRequest, type Row, startApp } from './startApp.ts';

const model = await startScriptedModel();
afterAll(() => model.stop());
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_AI_INFERENCE_KEY: 'key',
}));

const { role, content: delta } = chunks;
const sse = { 'content-type': 'text/event-stream' };

/** The model begins a stream, and the test continues it. */
function open(): Promise<ServerResponse> {
  return new Promise((resolve) => {
    model.replies.push((response) => {
      response.writeHead(200, sse);
      resolve(response);
    });
  });
}

/** Requests a stream over a socket that the test may read or not. */
async function post(): Promise<IncomingMessage> {
  const sent = request(`${app.stack.app}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    agent: false,
  });
  sent.on('error', () => {});
  sent.end(JSON.stringify({ ...campingRequest, stream: true }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  return response;
}

const stream = (fields: object = {}) => app.chat({ ...campingRequest, stream: true, ...fields });

async function rowsOf(session: string): Promise<readonly Row[]> {
  return until(
    'the row of the invocation',
    () => app.rows('dependencies', session),
    (rows) => rows.some(({ name }) => name === 'generate_completion'),
  );
}

describe('a stream', () => {
  it('is sent as OpenAI sends it: headers, role first, deltas, finish reason, [DONE]', async () => {
    model.replies.push(reply(200, modelStream, sse));
    const response = await stream();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await response.text()).toBe(
      [role, delta('Pack '), delta('a tent.', 'stop'), '[DONE]'].map(event).join(''),
    );
  });

  it('tells usage only to who asks, and the span in any case', async () => {
    model.replies.push(reply(200, modelStream, sse));
    const response = await stream({ stream_options: { include_usage: true } });
    expect(await response.text()).toBe(modelStream);
    expect(JSON.parse(model.received.at(-1) ?? '')).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    model.replies.push(reply(200, modelStream, sse));
    const plain = await stream();
    await plain.text();
    const rows = await rowsOf(plain.headers.get('x-request-id') ?? '');
    const chat = rows.find(({ name }) => name === 'chat gpt-4o');
    expect(chat?.customDimensions).toMatchObject({
      'gen_ai.request.stream': 'true',
      'gen_ai.response.finish_reasons': expect.stringContaining('stop'),
      'gen_ai.response.time_to_first_chunk': expect.anything(),
    });
    expect(chat?.customMeasurements).toMatchObject({
      inputTokens: 1_000,
      outputTokens: 200,
      timeToFirstTokenMs: expect.any(Number),
    });
  });

  it('gives each chunk as it comes, and its span ends with it', async () => {
    const opened = open();
    const responding = post();
    const sending = await opened;
    sending.write(event(role));
    const response = await responding;
    const [first] = await once(response, 'data');
    expect(String(first)).toBe(event(role));
    sending.write(event(delta('Pack ')));
    const [second] = await once(response, 'data');
    expect(String(second)).toBe(event(delta('Pack ')));
    const rest = event(delta('a tent.', 'stop')) + event('[DONE]');
    setTimeout(() => sending.end(rest), 300);
    response.resume();
    await once(response, 'end');
    const [span] = (await rowsOf(String(response.headers['x-request-id']))).filter(
      ({ name }) => name === 'generate_completion',
    );
    expect(span?.duration).toBeGreaterThan(290);
  });

  it('a caller who leaves ends the call to the model within a second, and nothing is an error', async () => {
    const opened = open();
    const responding = post();
    const sending = await opened;
    sending.write(event(role));
    const response = await responding;
    await once(response, 'data');
    await expectWithin(1_000, 250, () => {
      const closed = once(sending, 'close');
      response.destroy();
      return closed;
    });
    const rows = await rowsOf(String(response.headers['x-request-id']));
    const outcomes = rows.map((row) => [
      row.name,
      row.success,
      row.customDimensions['app.outcome'],
    ]);
    expect(outcomes).toContainEqual(['generate_completion', 'True', 'client_closed']);
    expect(rows.map(({ success }) => success)).not.toContain('False');
    expect(await app.rows('exceptions', rows[0]?.session_Id ?? '')).toEqual([]);
  });

  it('a caller who leaves before the first chunk ends the call, and it is not made again', async () => {
    const calls = model.received.length;
    const opened = open();
    const leaving = new AbortController();
    const answered = fetch(`${app.stack.app}/api/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(campingRequest),
      signal: leaving.signal,
    });
    const sending = await opened;
    leaving.abort();
    await expect(answered).rejects.toThrow();
    await once(sending, 'close');
    await until(
      'two callers who left',
      async () =>
        (await app.rows('dependencies')).map((row) => row.customDimensions['app.outcome']),
      (outcomes) => outcomes.filter((outcome) => outcome === 'client_closed').length === 2,
    );
    expect(model.received.length).toBe(calls + 1);
  });

  it('a slow caller slows the reading from the model instead of filling memory', async () => {
    const opened = open();
    const responding = post();
    const sending = await opened;
    sending.write(event(role));
    const response = await responding;
    response.pause();
    const big = event(delta('x'.repeat(60_000)));
    let written = 0;
    for (; written < 64e6 && !sending.destroyed; written += big.length) {
      if (!sending.write(big)) {
        const drained = await Promise.race([
          once(sending, 'drain').then(() => true),
          new Promise<boolean>((resolve) => setTimeout(resolve, hangMs(1_500), false)),
        ]);
        if (!drained) break;
      }
    }
    expect(written).toBeLessThan(32e6); // sockets' buffers, four of them between the model and the caller
    let read = 0;
    response.on('data', (chunk) => {
      read += chunk.length;
    });
    response.resume();
    sending.end(event(delta('', 'stop')) + event('[DONE]'));
    await once(response, 'end');
    expect(read).toBeGreaterThan(written);
  });

  it('failing before the first chunk is a JSON error, after retries', async () => {
    const calls = model.received.length;
    model.replies.push(reply(500, ''), reply(200, '<html>'), reply(503, ''));
    const response = await stream();
    expect([response.status, await response.json()]).toMatchObject([
      502,
      { error: { code: 'model_unavailable', type: 'server_error' } },
    ]);
    expect(model.received.length).toBe(calls + 3);
  });

  it.each([
    ['is cut', (sending: ServerResponse) => sending.destroy(), 'model_unavailable'],
    [
      'ends without a finish reason',
      (sending: ServerResponse) => sending.end(),
      'model_unavailable',
    ],
    [
      'holds a malformed chunk',
      (sending: ServerResponse) => sending.write(event('{"id":')),
      'model_bad_response',
    ],
    [
      'holds an error',
      (sending: ServerResponse) => sending.write(event({ error: { message: 'SECRET' } })),
      'model_unavailable',
    ],
  ])(
    'that %s after the first chunk ends in one error event, without [DONE]',
    async (_, fail, code) => {
      const calls = model.received.length;
      const opened = open();
      const responding = stream();
      const sending = await opened;
      sending.write(event(role));
      const response = await responding;
      fail(sending);
      const text = await response.text();
      expect(text.startsWith(event(role))).toBe(true);
      const rest = text.slice(event(role).length);
      expect(JSON.parse(rest.slice('data: '.length))).toMatchObject({ error: { code } });
      expect(text).not.toContain('[DONE]');
      expect(text).not.toContain('SECRET');
      expect(model.received.length).toBe(calls + 1);
      const rows = await rowsOf(response.headers.get('x-request-id') ?? '');
      expect(rows.map(({ name, success }) => [name, success]).sort()).toEqual([
        ['chat gpt-4o', 'False'],
        ['generate_completion', 'False'],
      ]);
      sending.destroy();
    },
  );

  it('that ends with a finish reason but no [DONE] is whole', async () => {
    const text = [role, delta('Pack', 'stop')].map(event).join('');
    model.replies.push(reply(200, text, sse));
    expect(await (await stream()).text()).toBe(text + event('[DONE]'));
  });

  it('fills in what clients rely on where the model leaves it out', async () => {
    const text = event({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }] });
    model.replies.push(reply(200, text, sse));
    const [first] = (await (await stream()).text()).split('\n');
    expect(JSON.parse(first?.slice(6) ?? '')).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion.chunk',
      created: expect.any(Number),
      model: 'gpt-4o',
      choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    });
  });
});
