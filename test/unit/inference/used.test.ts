import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelPrice } from '../../../src/config/modelPrices.ts';
import { createInference } from '../../../src/inference/createInference.ts';
import type { Limits } from '../../../src/values/deadline.ts';
import type { Spending } from '../../../src/values/spending.ts';
import {
  chunks,
  event,
  modelAnswer,
  modelStream,
  type Reply,
  reply,
  startScriptedModel,
} from '../../e2e/scriptedModel.ts';
import { modelResponse } from '../../e2e/typedEvents.ts';
import { testConfig } from '../../testConfig.ts';
import { hangMs } from '../../time/hangMs.ts';
import { limitsIn } from '../../time/limitsIn.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const price: ModelPrice = { input: 2.5, output: 10, cachedInput: 1.25 };
const config = testConfig(model.url, {
  models: ['gpt-4o', 'gpt-4o-mini'],
  embeddingModel: 'embed',
  maxOutputTokens: 1_000,
  systemPrompt: 'x'.repeat(400),
  prices: new Map<string, ModelPrice>([
    ['gpt-4o', price],
    ['gpt-4o-mini', { input: 100, output: 0 }],
    ['embed', { input: 1_000, output: 0 }],
  ]),
});
const span = { responded() {}, firstChunk() {}, succeeded() {}, failed() {} };
const models = createInference(config, { getToken: async () => null }, () => span);
const messages = [{ role: 'user', content: 'x'.repeat(396) }]; // 100 tokens with the role

const used: (Spending | undefined)[] = [];
beforeEach(() => {
  used.length = 0;
  model.replies.length = 0;
});
const limits = (ms = hangMs(5_000)): Limits => ({
  ...limitsIn(ms),
  onUsed: (told) => void used.push(told),
});
const complete = (ms?: number) => models.complete(models.parse({ messages }), limits(ms));
async function stream() {
  const read = [];
  for await (const data of await models.stream(
    models.parse({ messages, stream: true }),
    limits(),
  )) {
    read.push(data);
  }
  return read;
}

const spent = { tokens: 1_200, usd: 0.004 };
const silent = reply(200, { ...modelAnswer, usage: null });
const half = reply(200, { ...modelAnswer, usage: { prompt_tokens: 1_000 } });
const minus = reply(200, {
  ...modelAnswer,
  usage: { prompt_tokens: 1_000, completion_tokens: -1e9 },
});
const started = { prompt_tokens: 1_000, completion_tokens: 0 };
const sse = { 'content-type': 'text/event-stream' };
const streams = (...events: unknown[]): Reply => reply(200, events.map(event).join(''), sse);

describe('what a call to a model has used', () => {
  it.each<[string, Reply[], (Spending | undefined)[]]>([
    ['what it says', [reply(200, modelAnswer)], [spent]],
    ['unknown, where it does not say', [silent], [undefined]],
    ['unknown, where it says half of it', [half], [undefined]],
    ['unknown, where a count is none', [minus], [undefined]],
    ['nothing, where it refused', [reply(400, {})], []],
    ['nothing, where it had no right', [reply(401, {})], []],
    ['of each try that may have worked', [reply(500, {}), reply(200, modelAnswer)], [spent]],
    [
      'unknown, where its answer is none',
      [reply(200, 'oh'), reply(200, modelAnswer)],
      [undefined, spent],
    ],
  ])('whole: %s', async (_name, replies, told) => {
    model.replies.push(...replies);
    await complete().catch(() => {});
    expect(used).toEqual(told);
  });

  it('whole: unknown, where it did not answer in time', async () => {
    model.replies.push(
      () => {},
      () => {},
      () => {},
    );
    await expect(complete(300)).rejects.toMatchObject({ code: 'model_timeout' });
    expect(used).toEqual([undefined]);
  });

  it.each<[string, Reply, (Spending | undefined)[]]>([
    ['what it says in the end', reply(200, modelStream, sse), [spent]],
    [
      'unknown, where it does not say',
      streams(chunks.role, chunks.content('Hi', 'stop'), '[DONE]'),
      [undefined],
    ],
    [
      'unknown, where it began to count and broke off',
      streams({ ...chunks.role, usage: started }, chunks.content('Hi')),
      [undefined],
    ],
    ['unknown, where it broke off', streams(chunks.role, chunks.content('Hi')), [undefined]],
  ])('stream: %s', async (_name, given, told) => {
    model.replies.push(given);
    await stream().catch(() => {});
    expect(used).toEqual(told);
  });

  it('stream: unknown, once, where its caller leaves in the middle', async () => {
    model.replies.push((response) => {
      response.writeHead(200, sse).write(event(chunks.role) + event(chunks.content('Hi')));
    });
    const request = models.parse({ messages, stream: true });
    for await (const _ of await models.stream(request, limits())) break;
    expect(used).toEqual([undefined]);
  });

  it('of responses and embeddings too', async () => {
    model.replies.push(reply(200, modelResponse));
    const asked = models.responses.parse(Buffer.from('{"input":"Hi"}'));
    await models.responses.create(asked, limits());
    const { input_tokens, output_tokens } = modelResponse.usage;
    expect(used).toMatchObject([{ tokens: input_tokens + output_tokens }]);
    model.replies.push(reply(200, { data: [], usage: { prompt_tokens: 7 } }));
    await models.embeddings.create({ input: 'Hi' }, limits());
    expect(used.at(-1)).toEqual({ tokens: 7, usd: 0.007 });
  });
});

describe('what is reserved', () => {
  const chat = (more: object = {}) => models.reserve(models.parse({ messages, ...more }));

  it('is the prompt, with ours, and the longest answer, at the dearest of the models that may answer', () => {
    // 200 of the prompt, 1,000 of the answer: 0.0105 with gpt-4o, 0.02 with gpt-4o-mini.
    expect(chat()).toEqual({ tokens: 1_200, usd: 0.02 });
    expect(chat({ max_tokens: 100 })).toEqual({ tokens: 300, usd: 0.02 });
    expect(chat({ max_tokens: 5_000 })).toEqual({ tokens: 1_200, usd: 0.02 });
    expect(chat({ model: 'gpt-4o-mini' })).toEqual({ tokens: 1_200, usd: 0.02 });
    const own = { role: 'system', content: 'x' };
    expect(chat({ messages: [own, ...messages] }).tokens).toBe(1_102);
    const tool = { type: 'function', function: { name: 'weather', description: 'x'.repeat(385) } };
    expect(chat({ tools: [tool] }).tokens).toBe(1_300);
  });

  it('of an assistant has its instructions in place of ours', () => {
    expect(models.reserve(models.parse({ messages }), 'x'.repeat(800)).tokens).toBe(1_300);
  });

  it('of a response', () => {
    const reserve = (body: object) =>
      models.responses.reserve(models.responses.parse(Buffer.from(JSON.stringify(body))));
    expect(reserve({ input: 'x'.repeat(400) }).tokens).toBe(1_200);
    expect(
      reserve({ input: 'x'.repeat(400), instructions: 'x', max_output_tokens: 9 }).tokens,
    ).toBe(110);
  });

  it.each<[string, string | string[] | number[] | number[][], number]>([
    ['a text', 'x'.repeat(400), 100],
    ['texts', ['x'.repeat(200), 'x'.repeat(200)], 100],
    ['tokens', [1, 2, 3], 3],
    ['lists of tokens', [[1, 2], [3]], 3],
  ])('of embeddings: %s', (_name, input, tokens) => {
    expect(models.embeddings.reserve({ input })).toEqual({ tokens, usd: tokens / 1_000 });
  });
});

describe('a name', () => {
  const withAliases = createInference(
    {
      ...config,
      aliases: {
        exact: new Map([['gpt-3.5-turbo', 'gpt-4o-mini']]),
        prefixes: [
          ['gpt-3', 'travel-guide'],
          ['gpt-', 'gpt-4o-mini'],
        ],
      },
    },
    { getToken: async () => null },
    () => span,
    ['travel-guide'],
  );

  it.each([
    ['gpt-4o', 'gpt-4o'], // ours, though a beginning fits
    ['embed', 'embed'],
    ['travel-guide', 'travel-guide'],
    ['gpt-3.5-turbo', 'gpt-4o-mini'],
    ['gpt-3.5', 'travel-guide'],
    ['gpt-5', 'gpt-4o-mini'],
    ['GPT-5', 'GPT-5'],
    ['constructor', 'constructor'],
  ])('%s means %s', (name, means) => {
    expect(withAliases.resolve(name)).toBe(means);
  });

  it('that means nothing is refused as before', () => {
    expect(() => withAliases.parse({ messages, model: 'claude' })).toThrow('no such model');
    expect(withAliases.parse({ messages, model: 'gpt-5' }).model).toBe('gpt-4o-mini');
    expect(withAliases.parse({ messages }).model).toBeUndefined();
  });
});
