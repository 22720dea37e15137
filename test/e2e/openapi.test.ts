import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { until } from '../time/until.ts';
import {
  chunks,
  event,
  modelAnswer,
  modelStream,
  type Reply,
  reply,
  startScriptedModel,
} from './scriptedModel.ts';
import { campingRequest, startApp } from './startApp.ts';
import { callsTools, streamsTools } from './toolReplies.ts';
import { modelResponse } from './typedEvents.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: '',
}));

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, object>> }>
  >;
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

let document: Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

beforeAll(async () => {
  const response = await fetch(`${app.stack.app}/api/v1/openapi.json`);
  expect(response.headers.get('content-type')).toBe('application/json');
  document = (await response.json()) as Document;
  ajv.addSchema(document, 'api');
});

/** The errors of a value against a schema of the document. */
function problems(name: string, value: unknown): unknown {
  const valid = ajv.validate({ $ref: `api#/components/schemas/${name}` }, value);
  return valid ? [] : ajv.errors;
}

function ask(path: string, body?: unknown, headers: Record<string, string> = {}) {
  return fetch(`${app.stack.app}/api${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Sends a request, and checks the answer against the document's schema for its route and status. */
async function check(route: string, path: string, ...rest: [unknown?, Record<string, string>?]) {
  const response = await ask(path, ...rest);
  const text = await response.text();
  const operation = document.paths[route]?.[rest[0] === undefined ? 'get' : 'post'];
  const described = operation?.responses[response.status]?.content;
  expect(Object.keys(described ?? {}), `${route} ${response.status}`).toContain('application/json');
  const pointer = `${route.replaceAll('~', '~0').replaceAll('/', '~1')}/${rest[0] === undefined ? 'get' : 'post'}`;
  const schema = `api#/paths/${pointer}/responses/${response.status}/content/application~1json/schema`;
  const value: unknown = JSON.parse(text);
  const valid = ajv.validate({ $ref: schema }, value);
  expect(valid ? [] : ajv.errors).toEqual([]);
  return {
    status: response.status,
    value: value as { id: string; status: string; error?: { code: string } },
  };
}

describe('GET v1/openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...document });
    expect([validator.version, valid, errors]).toEqual(['3.1', true, undefined]);
  });

  it('describes every HTTP function of the app but unknownRoute, by its method and path', () => {
    const functions =
      app.stack.host?.functions.filter(
        ({ name, route }) => route !== undefined && name !== 'unknownRoute',
      ) ?? [];
    const registered = functions.flatMap(({ name, route, methods = [] }) =>
      methods.map((method) => `${method.toLowerCase()} /${route} ${name}`),
    );
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(
        ([method, { operationId }]) => `${method} ${path} ${operationId}`,
      ),
    );
    expect(described.sort()).toEqual(registered.sort());
  });

  it('tells of the empty 401 wherever a key is asked', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { security, responses } of Object.values(operations)) {
        expect(['401' in responses, path]).toEqual([security === undefined, path]);
        expect(responses['401']?.content).toBeUndefined();
      }
    }
  });

  it('knows every code of the error table', () => {
    expect(problems('ErrorObject', {})).not.toEqual([]);
    for (const code of Object.keys(errorCodes)) {
      const error = { message: 'x', type: 'server_error', param: null, code };
      expect(problems('ErrorObject', error)).toEqual([]);
    }
  });

  it.each<[string, object, boolean]>([
    ['a question', campingRequest, true],
    ['nulls where OpenAI allows them', { ...campingRequest, temperature: null, stop: null }, true],
    [
      'an image',
      {
        messages: [
          { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x/y' } }] },
        ],
      },
      true,
    ],
    ['no messages', { messages: [] }, false],
    ['an unknown key', { ...campingRequest, x: 1 }, false],
    ['more than one answer', { ...campingRequest, n: 2 }, false],
    ['a role that nobody has', { messages: [{ role: 'guest', content: 'x' }] }, false],
  ])('takes and refuses what the app does: %s', async (_name, request, taken) => {
    const found = problems('ChatCompletionRequest', request);
    if (taken) expect(found).toEqual([]);
    else expect(found).not.toEqual([]);
    expect((await ask('/v1/chat/completions', request)).status).toBe(taken ? 200 : 400);
  });
});

describe('real answers are as the document says', () => {
  it('models, health, a completion', async () => {
    await check('/v1/models', '/v1/models');
    await check('/v1/models/{id}', '/v1/models/gpt-4o');
    await check('/v1/models/{id}', '/v1/models/nobody');
    await check('/health', '/health');
    await check('/v1/chat/completions', '/v1/chat/completions', campingRequest);
    model.replies.push(reply(200, modelResponse));
    await check('/v1/responses', '/v1/responses', { input: 'What should I pack?' });
    await check('/v1/responses', '/v1/responses', { input: 7 });
    model.replies.push(reply(200, modelResponse));
    await check('/openai/responses', '/openai/responses', { input: 'What should I pack?' });
    const path = '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21';
    await check('/openai/deployments/{deployment}/chat/completions', path, campingRequest);
  });

  it('embeddings, at both paths', async () => {
    const data = [{ object: 'embedding', index: 0, embedding: [0.5] }];
    const request = { input: 'a tent', model: null };
    model.replies.push(reply(200, { data }), reply(200, { data, usage: 'much' }));
    await check('/v1/embeddings', '/v1/embeddings', request);
    const path = '/openai/deployments/text-embedding-3-small/embeddings';
    await check('/openai/deployments/{deployment}/embeddings', path, request);
    await check('/v1/embeddings', '/v1/embeddings', { input: [] });
    await check('/v1/embeddings', '/v1/embeddings', { input: 'a', model: 'gpt-4o' });
  });

  it.each<[unknown, boolean]>([
    ['a tent', true],
    [['a', 'b'], true],
    [[1, 2], true],
    [[[1], [2, 3]], true],
    ['', false],
    [[], false],
    [[''], false],
    [[[]], false],
    [[1, 'a'], false],
    [[-1], false],
    [[1.5], false],
    [{}, false],
  ])('what is embedded: %j', async (input, taken) => {
    const found = problems('EmbeddingsRequest', { input });
    if (taken) expect(found).toEqual([]);
    else expect(found).not.toEqual([]);
    model.replies.push(reply(200, { data: [] }));
    expect((await ask('/v1/embeddings', { input })).status).toBe(taken ? 200 : 400);
    model.replies.length = 0;
  });

  const twoCalls = [
    { name: 'sun', given: { place: 'Lake Tahoe' } },
    { name: 'weather', given: {} },
  ];
  const { message, ...choice } = modelAnswer.choices[0] ?? {};
  const answers = (of: object) => reply(200, { ...modelAnswer, ...of });
  const custom = { id: 'call_1', type: 'custom', custom: { name: 'note', input: 'x' } };
  const logprob = { token: 'Pack', logprob: -0.1, bytes: null };
  const logprobs = { content: [{ ...logprob, top_logprobs: [logprob] }], refusal: null };

  it.each<[string, Reply, object]>([
    [
      'calls of tools',
      callsTools(twoCalls),
      { choices: [{ message: { tool_calls: twoCalls.map(() => ({ type: 'function' })) } }] },
    ],
    [
      'a call with text',
      answers({ choices: [{ ...choice, message: { ...message, tool_calls: [custom] } }] }),
      { choices: [{ message: { tool_calls: [custom] } }] },
    ],
    ['the numbers of tokens', answers({}), { usage: modelAnswer.usage }],
    [
      'probabilities',
      answers({ choices: [{ ...choice, message, logprobs }] }),
      { choices: [{ logprobs }] },
    ],
    [
      'what a model says oddly',
      answers({
        id: 7,
        created: '1',
        usage: { ...modelAnswer.usage, total_tokens: 1.5 },
        choices: [{ message: { content: [{ type: 'text', text: 'Hi' }] } }],
      }),
      {
        id: '7',
        created: 1,
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }],
      },
    ],
    [
      'what a model does not say',
      answers({
        id: null,
        created: null,
        model: null,
        usage: null,
        choices: [{ index: 0, message: { content: null, tool_calls: null } }],
      }),
      { model: 'gpt-4o' },
    ],
  ])('a completion: %s', async (_name, given, holds) => {
    model.replies.push(given);
    const { value } = await check('/v1/chat/completions', '/v1/chat/completions', campingRequest);
    expect(value).toMatchObject(holds);
  });

  const sse = { 'content-type': 'text/event-stream' };
  const streams = (...events: object[]) =>
    reply(200, [...events, '[DONE]'].map(event).join(''), sse);
  const streamed = (delta: unknown, rest: object = {}) => ({
    ...chunks.role,
    choices: [{ index: 0, finish_reason: null, delta, ...rest }],
  });

  it.each<[string, Reply, number, string]>([
    ['text and tokens', reply(200, modelStream, sse), 4, '"total_tokens":1200'],
    ['calls of tools', streamsTools(twoCalls), 8, '"tool_calls":[{"index":1,'],
    [
      'calls without an index',
      streams(
        chunks.role,
        streamed({ tool_calls: [{ id: 'a', function: { name: 'sun' } }] }),
        chunks.content('', 'tool_calls'),
      ),
      3,
      '"tool_calls":[{"index":0,"id":"a"',
    ],
    [
      'calls with text',
      streams(
        chunks.role,
        streamed({ tool_calls: [{ index: 0, ...custom }] }),
        chunks.content('', 'tool_calls'),
      ),
      3,
      JSON.stringify(custom.custom),
    ],
    [
      'probabilities',
      streams(chunks.role, streamed({ content: 'Pack' }, { logprobs }), chunks.content('', 'stop')),
      3,
      JSON.stringify(logprobs),
    ],
    [
      'no delta',
      streams(chunks.role, chunks.content('Pack'), streamed(null, { finish_reason: 'stop' })),
      3,
      '"delta":{},',
    ],
  ])('a stream, chunk by chunk: %s', async (_name, given, count, said) => {
    model.replies.push(given);
    const options = { stream: true, stream_options: { include_usage: true } };
    const text = await (
      await ask('/v1/chat/completions', { ...campingRequest, ...options })
    ).text();
    const data = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = '']) => JSON.parse(json));
    expect(data).toHaveLength(count);
    for (const chunk of data) expect(problems('ChatCompletionChunk', chunk)).toEqual([]);
    expect(text).toContain(said);
  });

  it.each<[number, string, object]>([
    [400, 'content_filter', { error: { code: 'content_filter' } }],
    [404, 'model_not_found', {}],
    [429, 'rate_limit_exceeded', {}],
    [502, 'model_unauthorized', {}],
  ])('an error of status %i', async (status, code, body) => {
    const told = status === 502 ? 401 : status;
    model.replies.push(reply(told, body, { 'retry-after': '3600' }));
    const { value, ...rest } = await check(
      '/v1/chat/completions',
      '/v1/chat/completions',
      campingRequest,
    );
    expect([rest.status, value.error?.code]).toEqual([status, code]);
  });

  it.each<[string, unknown, Record<string, string>, number]>([
    ['no JSON', 'x', {}, 400],
    ['no content type for it', campingRequest, { 'content-type': 'text/plain' }, 415],
    ['too large', { messages: [{ role: 'user', content: 'x'.repeat(8 * 1024 * 1024) }] }, {}, 413],
    ['an unknown model', { ...campingRequest, model: 'nobody' }, {}, 404],
  ])('a refusal: %s', async (_name, body, headers, status) => {
    for (const path of ['/v1/chat/completions', '/v1/jobs']) {
      expect((await check(path, path, body, headers)).status).toBe(status);
    }
  });

  it('jobs: queued, succeeded, failed, in conflict, unknown', async () => {
    const read = (id: string) => check('/v1/jobs/{id}', `/v1/jobs/${id}`);
    const accept = (temperature: number, key: string) =>
      check('/v1/jobs', '/v1/jobs', { ...campingRequest, temperature }, { 'idempotency-key': key });
    model.replies.push(reply(200, {}, {}, 300), reply(200, {}, {}, 300), reply(200, {}, {}, 300));
    const { value: queued } = await accept(0, 'a');
    expect((await read(queued.id)).value.status).toBe('queued');
    expect((await accept(1, 'a')).status).toBe(409);
    const ended = () =>
      until(
        'the job to end',
        () => read(queued.id),
        ({ value }) => value.status !== 'queued',
        60_000,
      );
    model.replies.length = 0;
    expect((await ended()).value.status).toBe('succeeded');
    model.replies.push(reply(400, {}));
    const { value: refused } = await accept(0, 'b');
    const failed = await until(
      'the job to end',
      () => read(refused.id),
      ({ value }) => value.status !== 'queued',
    );
    expect(failed.value.status).toBe('failed');
    expect((await read('nobody')).status).toBe(404);
  });
});
