import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { invocationRows } from './invocationRows.ts';
import { printTrace } from './printTrace.ts';
import { reply, startScriptedModel } from './scriptedModel.ts';
import { bodyOf, startApp } from './startApp.ts';
import { eventsIn, modelResponse, toStream, typedEvents } from './typedEvents.ts';

const sse = { 'content-type': 'text/event-stream' };
const model = await startScriptedModel(reply(200, modelResponse, { 'x-request-id': 'req-1' }));
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: 'gpt-4o-mini',
  SYSTEM_PROMPT: 'You are a travel guide.',
  MAX_OUTPUT_TOKENS: '500',
}));
const question = { input: 'What should I pack?' };
const ask = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${app.stack.app}/api/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const lastSent = () => JSON.parse(model.received.at(-1) ?? '{}') as Record<string, unknown>;
const sessionOf = (response: Response) => response.headers.get('x-request-id') ?? '';
const rowsOf = (session: string, count: number) =>
  until(
    'the rows of the invocation',
    () => app.rows('dependencies', session),
    (rows) => rows.length >= count,
  );

describe('POST v1/responses', () => {
  it('gives the response of the model as it came', async () => {
    const response = await ask(question);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(modelResponse);
  });

  it('leaves generate_completion → chat with openai.api.type, tokens and cost', async () => {
    const thinking = { ...question, reasoning: { effort: 'high', summary: 'auto' } };
    const session = sessionOf(await ask(thinking, { 'x-conversation-id': 'trip-1' }));
    const all = await invocationRows(app, session, 5);
    await expect(printTrace(all)).toMatchFileSnapshot('golden/response.txt');
    const rows = await rowsOf(session, 2);
    expect(rows.map(({ name }) => name).sort()).toEqual(['chat gpt-4o', 'generate_completion']);
    const [chat] = rows.filter(({ name }) => name === 'chat gpt-4o');
    expect(chat?.customDimensions).toMatchObject({
      'openai.api.type': 'responses',
      'gen_ai.operation.name': 'chat',
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.finish_reasons': '["stop"]',
      'gen_ai.usage.input_tokens': '1000',
      'gen_ai.usage.cache_read.input_tokens': '400',
      'gen_ai.usage.reasoning.output_tokens': '50',
      'app.model_request_id': 'req-1',
    });
    expect(chat?.customMeasurements).toMatchObject({ inputTokens: 1_000, costUsd: 0.004 });
  });

  it('sends everything on as it came, but for the model, the output limit and our instructions', async () => {
    const odd = {
      truncation: 'auto',
      include: ['x'],
      text: { verbosity: 'low' },
      made_up: { a: null },
    };
    await ask({ ...question, ...odd, max_output_tokens: 9_000, store: false });
    expect(lastSent()).toEqual({
      ...question,
      ...odd,
      store: false,
      model: 'gpt-4o',
      max_output_tokens: 500,
      instructions: 'You are a travel guide.',
    });
    await ask(question);
    expect(lastSent()).not.toHaveProperty('store');
  });

  it('our instructions, which a provider repeats, are not shown to the caller; their own are', async () => {
    const ours = { ...modelResponse, instructions: 'You are a travel guide.' };
    model.replies.push(reply(200, ours));
    expect(await (await ask(question)).json()).toEqual(modelResponse);
    const events = typedEvents.map((event) =>
      event.response ? { ...event, response: ours } : event,
    );
    model.replies.push(reply(200, toStream(events), sse));
    const text = await (await ask({ ...question, stream: true })).text();
    expect(text).not.toContain('travel guide');
    expect(eventsIn(text)).toHaveLength(typedEvents.length);
    model.replies.push(reply(200, { ...modelResponse, instructions: 'Mine.' }));
    const own = await (await ask({ ...question, instructions: 'Mine.' })).json();
    expect(own).toMatchObject({ instructions: 'Mine.' });
  });

  it.each<[string, object]>([
    ['instructions', { instructions: 'Mine.' }],
    ['a system item', { input: [{ role: 'system', content: 'Mine.' }] }],
    ['a developer item', { input: [{ type: 'message', role: 'developer', content: 'Mine.' }] }],
    ['a stored prompt', { prompt: { id: 'pmpt_1' } }],
  ])('%s of the caller replace ours', async (_name, own) => {
    await ask({ ...question, ...own });
    expect(lastSent().instructions).not.toBe('You are a travel guide.');
  });

  it('fills in what a model left out, and drops what is odd', async () => {
    model.replies.push(
      reply(200, {
        id: 7,
        output: modelResponse.output,
        usage: { input_tokens: 5.5, output_tokens: 2 },
      }),
    );
    const response = await ask(question);
    expect(await response.json()).toMatchObject({
      id: expect.stringMatching(/^resp_[0-9a-f]{32}$/),
      object: 'response',
      status: 'completed',
      model: 'gpt-4o',
      usage: { output_tokens: 2 },
    });
  });

  it.each<[string, object, string]>([
    ['in the background', { ...question, background: true }, 'background'],
    ['a wrong input', { input: 7 }, 'input'],
    ['an item that is none', { input: ['x'] }, 'input[0]'],
    ['too many items', { input: Array(2_049).fill({ role: 'user', content: 'x' }) }, 'input'],
    ['a wrong limit', { ...question, max_output_tokens: 0 }, 'max_output_tokens'],
    ['prototype keys', JSON.parse('{"input":"x","__proto__":{"a":1}}'), '__proto__'],
  ])('refuses %s by name, without a call', async (_name, body, param) => {
    const before = model.received.length;
    const response = await ask(body);
    expect(response.status).toBe(400);
    expect((await bodyOf(response)).error).toMatchObject({ code: 'invalid_request', param });
    expect(model.received).toHaveLength(before);
  });

  it('is answered at the path of Azure’s clients too', async () => {
    const response = await fetch(`${app.stack.app}/api/openai/responses?api-version=preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    expect(await response.json()).toEqual(modelResponse);
  });

  it('an unknown model is 404', async () => {
    expect((await ask({ ...question, model: 'nobody' })).status).toBe(404);
  });
});

describe('failures before an answer', () => {
  it.each<[string, object]>([
    ['previous_response_id', { previous_response_id: 'resp_0' }],
    ['conversation', { conversation: 'conv_1' }],
    ['an item reference', { input: [{ type: 'item_reference', id: 'msg_1' }] }],
    [
      'encrypted reasoning',
      { input: [{ type: 'reasoning', encrypted_content: 'x', summary: [] }] },
    ],
  ])('with %s no other model is tried', async (_name, bound) => {
    const broken = reply(400, { error: { code: 'invalid' } });
    const gone = reply(404, { error: { code: 'DeploymentNotFound' } });
    model.replies.push(gone, broken);
    const before = model.received.length;
    const response = await ask({ ...question, ...bound });
    expect(response.status).toBe(404);
    expect(model.received).toHaveLength(before + 1);
    model.replies.length = 0;
  });

  it('a field that the model rejects by its path is named, and is the fault of the caller who sent it', async () => {
    model.replies.push(
      reply(400, { error: { code: 'unsupported_value', param: 'reasoning.effort' } }),
    );
    const response = await ask({ ...question, reasoning: { effort: 'minimal' } });
    expect(response.status).toBe(400);
    expect((await bodyOf(response)).error).toMatchObject({
      code: 'model_rejected_request',
      param: 'reasoning',
    });
    const rows = await rowsOf(sessionOf(response), 2);
    const [run] = rows.filter(({ name }) => name === 'generate_completion');
    expect(run?.customDimensions).toMatchObject({ 'app.error.fault': 'caller' });
  });

  it.each([404, 405])(
    'an endpoint without the route (%i) is named, after one call',
    async (status) => {
      model.replies.push(reply(status, status === 404 ? '404 page not found' : ''));
      const before = model.received.length;
      const response = await ask(question);
      expect(response.status).toBe(400);
      expect((await bodyOf(response)).error).toMatchObject({
        code: 'model_rejected_request',
        message: expect.stringContaining('use chat completions'),
      });
      expect(model.received).toHaveLength(before + 1);
    },
  );

  it('a 200 that says failed is an HTTP error, and is tried again where that helps', async () => {
    const failed = (code: string) =>
      reply(200, { ...modelResponse, status: 'failed', error: { code, message: 'canary' } });
    model.replies.push(failed('server_error'));
    expect((await ask(question)).status).toBe(200);
    model.replies.push(failed('invalid_prompt'));
    const response = await ask(question);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('canary');
  });
});

describe('a stream', () => {
  const stream = async (body: object = {}) => {
    const response = await ask({ ...question, stream: true, ...body });
    return { response, text: await response.text() };
  };

  it('gives the typed events as they came, without [DONE]', async () => {
    model.replies.push(reply(200, toStream(typedEvents), sse));
    const { response, text } = await stream();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(text).toBe(toStream(typedEvents));
    const all = await invocationRows(app, sessionOf(response), 5);
    await expect(printTrace(all)).toMatchFileSnapshot('golden/responseStreamed.txt');
    const rows = await rowsOf(sessionOf(response), 2);
    const [chat] = rows.filter(({ name }) => name === 'chat gpt-4o');
    expect(chat?.customMeasurements).toMatchObject({
      inputTokens: 1_000,
      timeToFirstTokenMs: expect.any(Number),
    });
  });

  it.each([
    ['an error event', { type: 'error', code: 'server_error', message: 'canary' }],
    ['response.failed', { type: 'response.failed', response: { error: { code: 'server_error' } } }],
    ['nothing', undefined],
  ])(
    '%s after the first two events: another call is made, and the caller sees one response',
    async (_name, event) => {
      const broken = [...typedEvents.slice(0, 2), ...(event === undefined ? [] : [event])];
      model.replies.push(reply(200, toStream(broken), sse), reply(200, toStream(typedEvents), sse));
      expect((await stream()).text).toBe(toStream(typedEvents));
    },
  );

  it.each<[string, readonly object[], string]>([
    [
      'an error event',
      [{ type: 'error', code: 'rate_limit_exceeded', message: 'canary' }],
      'rate_limit_exceeded',
    ],
    [
      'an error of another form',
      [{ error: { code: 'x', message: 'canary' } }],
      'model_rejected_request',
    ],
    [
      'response.failed',
      [{ type: 'response.failed', response: { error: { message: 'canary' } } }],
      'model_unavailable',
    ],
    ['the end of the stream', [], 'model_unavailable'],
    ['no JSON', [{ type: 7 }], 'model_bad_response'],
  ])(
    '%s after text: what came, a flat error, response.failed, then a normal close',
    async (_name, end, code) => {
      const given = typedEvents.slice(0, 5);
      model.replies.push(reply(200, toStream([...given, ...end]), sse));
      const { response, text } = await stream();
      expect(response.status).toBe(200);
      const events = eventsIn(text);
      expect(events.slice(0, 5)).toEqual(given);
      expect(events.slice(5)).toEqual([
        { type: 'error', code, message: expect.any(String), param: null, sequence_number: 5 },
        {
          type: 'response.failed',
          sequence_number: 6,
          response: expect.objectContaining({
            id: 'resp_1',
            status: 'failed',
            error: { code, message: expect.any(String) },
          }),
        },
      ]);
      expect(text).not.toContain('canary');
      const rows = await rowsOf(sessionOf(response), 2);
      const root = rows.find(({ name }) => name === 'generate_completion');
      expect(root?.customDimensions['app.outcome']).toBe(code);
    },
  );

  it('unknown events pass, and nothing after the end is read', async () => {
    const odd = { type: 'response.something_new.delta', made: 'up', sequence_number: 3 };
    const events = [...typedEvents.slice(0, 3), odd, ...typedEvents.slice(3)];
    model.replies.push(reply(200, toStream([...events, { type: 'error' }]), sse));
    expect((await stream()).text).toBe(toStream(events));
  });

  it('an incomplete response is no failure, and says why on its span', async () => {
    const last = {
      type: 'response.incomplete',
      sequence_number: 9,
      response: {
        ...modelResponse,
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
      },
    };
    model.replies.push(reply(200, toStream([...typedEvents.slice(0, 9), last]), sse));
    const { response, text } = await stream();
    expect(eventsIn(text).at(-1)).toEqual(last);
    const rows = await rowsOf(sessionOf(response), 2);
    const chat = rows.find(({ name }) => name.startsWith('chat'));
    expect(chat?.customDimensions['gen_ai.response.finish_reasons']).toBe('["length"]');
  });

  it('an error before the first event is an HTTP error with its status', async () => {
    model.replies.push(reply(400, { error: { code: 'context_length_exceeded' } }));
    const { response, text } = await stream();
    expect(response.status).toBe(400);
    expect(JSON.parse(text).error.code).toBe('context_length_exceeded');
  });
});

it('a model that stays busy leaves the answer to the fallback', async () => {
  model.replies.push(reply(429, {}, { 'retry-after': '3600' }));
  const before = model.received.length;
  expect((await ask(question)).status).toBe(200);
  expect(model.received.slice(before).map((body) => JSON.parse(body).model)).toEqual([
    'gpt-4o',
    'gpt-4o-mini',
  ]);
});
