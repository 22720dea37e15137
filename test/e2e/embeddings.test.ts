import { afterAll, describe, expect, it } from 'vitest';
import { reply, startScriptedModel } from './scriptedModel.ts';
import { startApp } from './startApp.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const embedding = 'text-embedding-3-small';
const app = startApp();
const scripted = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MODEL_PRICES: '{"text-embedding-3-small":{"input":0.02}}',
}));
const without = startApp(() => ({ AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME: '' }));

type App = typeof app;
interface Answer {
  readonly object: string;
  readonly model: string;
  readonly data: readonly { readonly index: number; readonly embedding: unknown }[];
  readonly usage: { readonly prompt_tokens: number } | null;
  readonly error: {
    readonly code: string;
    readonly param: string | null;
    readonly message: string;
  };
}

const v1 = '/v1/embeddings';
const azure = (deployment: string) =>
  `/openai/deployments/${deployment}/embeddings?api-version=2024-10-21`;

function ask(to: App, body: unknown, path = v1): Promise<Response> {
  return fetch(`${to.stack.app}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const read = async (response: Response) => (await response.json()) as Answer;

describe('embeddings of the embedded model', () => {
  it.each<[string, object, number]>([
    ['a text', { input: 'a tent' }, 1],
    ['texts', { input: ['a tent', 'a stove', 'a map'], model: embedding, user: 'u' }, 3],
    ['tokens', { input: [1, 2, 3] }, 1],
    ['lists of tokens', { input: [[1, 2], [3]], model: null, dimensions: null }, 2],
  ])('come for %s, one for each input', async (_name, body, count) => {
    const response = await ask(app, body);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const answer = await read(response);
    expect(answer).toMatchObject({ object: 'list', model: embedding });
    expect(answer.data.map(({ index }) => index)).toEqual([...Array(count).keys()]);
    expect(answer.data[0]?.embedding).toHaveLength(1_536);
  });

  it('have as many dimensions as asked, and say the same in base64', async () => {
    const asked = { input: 'a tent for two', dimensions: 64 };
    const floats = await read(await ask(app, { ...asked, encoding_format: 'float' }));
    const base64 = await read(await ask(app, { ...asked, encoding_format: 'base64' }));
    const bytes = Buffer.from(String(base64.data[0]?.embedding), 'base64');
    const decoded = Array.from({ length: 64 }, (_, at) => bytes.readFloatLE(4 * at));
    expect(floats.data[0]?.embedding).toEqual(decoded);
  });

  it('come at the path of Azure’s clients, whatever model the body names', async () => {
    const response = await ask(app, { input: 'a tent', model: 7 }, azure(embedding));
    expect(response.status).toBe(200);
    expect((await read(response)).model).toBe(embedding);
  });
});

describe('GET v1/models', () => {
  it('lists the embedding model last, and shows it', async () => {
    const list = await fetch(`${app.stack.app}/api/v1/models`);
    const { data } = (await list.json()) as { data: { id: string }[] };
    expect(data.at(-1)?.id).toBe(embedding);
    expect((await fetch(`${app.stack.app}/api/v1/models/${embedding}`)).status).toBe(200);
  });

  it('does not list one that is not set', async () => {
    expect((await fetch(`${without.stack.app}/api/v1/models/${embedding}`)).status).toBe(404);
  });
});

describe('a request is refused', () => {
  it.each<[string, unknown, number, string, string | null]>([
    ['with no input', {}, 400, 'invalid_request', 'input'],
    ['with an empty text', { input: '' }, 400, 'invalid_request', 'input'],
    ['with an empty list', { input: [] }, 400, 'invalid_request', 'input'],
    ['with an unknown key', { input: 'a', top_k: 1 }, 400, 'unknown_parameter', 'top_k'],
    ['for another model', { input: 'a', model: 'gpt-4o' }, 404, 'model_not_found', 'model'],
    ['that is no JSON', '{"input":', 400, 'invalid_json', null],
  ])('%s', async (_name, body, status, code, param) => {
    const response = await ask(app, body);
    expect(response.status).toBe(status);
    expect((await read(response)).error).toMatchObject({ code, param });
  });

  it('at Azure’s path of another deployment', async () => {
    const response = await ask(app, { input: 'a' }, azure('gpt-4o'));
    expect(response.status).toBe(404);
    const { error } = await read(response);
    expect(error.code).toBe('model_not_found');
    expect(error.message).toContain(embedding);
  });

  it.each([v1, azure(embedding)])(
    'without the setting, which the error names (%s)',
    async (path) => {
      const response = await ask(without, { input: 'a' }, path);
      expect(response.status).toBe(404);
      expect(response.headers.get('x-should-retry')).toBe('false');
      const { error } = await read(response);
      expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
      expect(error.message).toContain('AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME');
    },
  );
});

describe('the model’s answer', () => {
  const data = [{ object: 'embedding', index: 0, embedding: [0.1, -2e-3] }];
  const usage = { prompt_tokens: 12, total_tokens: 12 };

  it('is passed on byte by byte', async () => {
    const odd = `{ "data" : [{"index":0,"embedding":[1.0e0,-0.10]} ],\n"model":"m" , "x":{"y":[]},"usage":{"prompt_tokens":3,"more":1}}`;
    model.replies.push(reply(200, odd));
    expect(await (await ask(scripted, { input: 'a' })).text()).toBe(odd);
  });

  it('gets its model, and only usage that can be counted with', async () => {
    model.replies.push(reply(200, { data }), reply(200, { data, usage: 'much', model: null }));
    const first = await (await ask(scripted, { input: 'a' })).text();
    expect(JSON.parse(first)).toEqual({ model: embedding, data });
    const second = await read(await ask(scripted, { input: 'a' }));
    expect(second).toEqual({ model: embedding, data, usage: null });
  });

  it('of 3 MB arrives whole', async () => {
    const large = { data: Array(2_048).fill({ ...data[0], embedding: 'A'.repeat(1_500) }), usage };
    const bytes = JSON.stringify({ object: 'list', model: 'm', ...large });
    model.replies.push(reply(200, bytes));
    const response = await ask(scripted, { input: 'a' });
    expect(response.headers.get('content-length')).toBe(`${bytes.length}`);
    expect((await response.text()) === bytes).toBe(true);
  });

  it('comes after a 429 that says when', async () => {
    const before = model.received.length;
    model.replies.push(reply(429, {}, { 'retry-after-ms': '5' }), reply(200, { data, usage }));
    const response = await ask(scripted, { input: 'a', dimensions: 2 });
    expect(response.status).toBe(200);
    const bodies = model.received.slice(before).map((body) => JSON.parse(body));
    expect(bodies).toEqual(Array(2).fill({ model: embedding, input: 'a', dimensions: 2 }));
  });

  it.each<[number, unknown, number, string]>([
    [401, {}, 502, 'model_unauthorized'],
    [404, {}, 404, 'model_not_found'],
    [400, { error: { param: 'dimensions' } }, 400, 'model_rejected_request'],
    [400, { error: { code: 'context_length_exceeded' } }, 400, 'context_length_exceeded'],
  ])('%i is an error of ours', async (status, body, ours, code) => {
    model.replies.push(reply(status, body));
    const response = await ask(scripted, { input: 'a', dimensions: 2 });
    expect(response.status).toBe(ours);
    const { error } = await read(response);
    expect(error.code).toBe(code);
    expect(error.param).not.toBe('messages');
  });

  it.each([
    ['{"data":{}}'],
    ['{"object":"list"}'],
    ['{"data":[1,2'],
    ['{"data":[]} '.repeat(2)],
    ['<html>'],
  ])('%s is unreadable, three times', async (text) => {
    const before = model.received.length;
    model.replies.push(...Array(3).fill(reply(200, text)));
    const response = await ask(scripted, { input: 'a' });
    expect(response.status).toBe(502);
    expect((await read(response)).error.code).toBe('model_bad_response');
    expect(model.received.length - before).toBe(3);
  });
});
