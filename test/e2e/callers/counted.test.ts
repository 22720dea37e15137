import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../../time/until.ts';
import { modelAnswer, modelStream, reply, startScriptedModel } from '../scriptedModel.ts';
import { bodyOf, campingRequest, startApp } from '../startApp.ts';
import { modelResponse } from '../typedEvents.ts';
import { newKey, toSetting } from './keys.ts';

const model = await startScriptedModel((response) => {
  const { url = '' } = response.req;
  if (url.endsWith('/embeddings')) {
    return reply(200, { data: [], usage: { prompt_tokens: 7, total_tokens: 7 } })(response);
  }
  return reply(200, url.endsWith('/responses') ? modelResponse : modelAnswer)(response);
});
afterAll(model.stop);
const names = ['few', 'poor', 'daily', 'chatty', 'queued', 'free'] as const;
const keys = Object.fromEntries(names.map((name) => [name, newKey()]));
const of = (name: (typeof names)[number], limits: object = {}) => ({
  key: keys[name] ?? '',
  ...limits,
});
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MAX_OUTPUT_TOKENS: '100',
  CALLERS: toSetting({
    few: of('few', { requestsPerMinute: 2 }),
    poor: of('poor', { usdPerDay: 0.004 }),
    daily: of('daily', { tokensPerDay: 100_000 }),
    chatty: of('chatty', { tokensPerMinute: 100_000 }),
    queued: of('queued', { usdPerDay: 0.004 }),
    free: of('free'),
  }),
}));

const ask = (name: (typeof names)[number], more: object = {}, path = '/v1/chat/completions') =>
  fetch(`${app.stack.app}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'api-key': keys[name] ?? '' },
    body: JSON.stringify({ ...(path.includes('chat') ? campingRequest : {}), ...more }),
  });
const header = (response: Response, name: string) => response.headers.get(name);
const left = (response: Response) => Number(header(response, 'x-ratelimit-remaining-tokens'));

describe('a caller at its limit', () => {
  it('of a minute is 429 with the time to wait, and told its limits on every answer', async () => {
    const answers: Response[] = [];
    for (let times = 0; times < 8; times++) answers.push(await ask('few'));
    for (const answer of answers) {
      expect(header(answer, 'x-ratelimit-limit-requests')).toBe('2');
      expect(header(answer, 'x-ratelimit-remaining-requests')).toMatch(/^[012]$/);
      expect(header(answer, 'x-ratelimit-reset-requests')).toBeTruthy();
    }
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(4); // a minute may end meanwhile
    const [first = new Response()] = refused;
    const wait = Number(header(first, 'retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(header(first, 'x-should-retry')).toBeNull();
    expect((await bodyOf(first)).error).toMatchObject({
      type: 'rate_limit_error',
      code: 'caller_rate_limited',
    });
  });

  it('of a day is 429 that no client repeats', async () => {
    const answers: Response[] = [];
    for (let times = 0; times < 4; times++) answers.push(await ask('poor'));
    // Each costs 0.004 US dollars, and is held for less.
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 429]);
    const [, refused = new Response()] = answers;
    expect(header(refused, 'x-should-retry')).toBe('false');
    expect(Number(header(refused, 'retry-after'))).toBeGreaterThan(0);
    expect((await bodyOf(refused)).error).toMatchObject({ code: 'caller_budget_exceeded' });
  });

  it('leaves an error of the caller, with its name, and no call to a model', async () => {
    const refused = await ask('poor');
    const session = header(refused, 'x-request-id') ?? '';
    const [row] = await until(
      'the row',
      () => app.rows('dependencies', session),
      (rows) => rows.length > 0,
    );
    expect(row).toMatchObject({
      name: 'generate_completion',
      customDimensions: {
        'app.outcome': 'caller_budget_exceeded',
        'app.caller': 'poor',
        'app.error.fault': 'caller',
      },
    });
  });

  it('does not stop others', async () => {
    const answer = await ask('free');
    expect(answer.status).toBe(200);
    expect(header(answer, 'x-ratelimit-limit-requests')).toBeNull();
  });
});

describe('what is counted', () => {
  const { total_tokens } = modelAnswer.usage;

  it('is what the models say, of whole answers, streams, responses, assistants and embeddings', async () => {
    await ask('daily'); // a worker's first is booked later
    await ask('chatty');
    const before = await until(
      'what is left',
      async () => left(await ask('daily')),
      (tokens) => tokens > 0,
    );
    const spent = async (response: Promise<Response>, then: number) => {
      await (await response).text();
      const now = await until(
        'its settlement',
        async () => left(await ask('daily', { messages: [] })), // refused before it counts
        (tokens) => tokens === before - then,
        10_000,
      );
      expect(now).toBe(before - then);
    };
    await spent(ask('daily'), total_tokens);
    model.replies.push(reply(200, modelStream));
    await spent(ask('daily', { stream: true }), 2 * total_tokens);
    const { usage } = modelResponse;
    const response = usage.input_tokens + usage.output_tokens;
    await spent(ask('daily', { input: 'Hi' }, '/v1/responses'), 2 * total_tokens + response);
    await spent(ask('daily', { model: 'travel-guide' }), 3 * total_tokens + response);
    await spent(ask('daily', { input: 'Hi' }, '/v1/embeddings'), 3 * total_tokens + response + 7);
  });
});

it('a job over the limit of its caller is put off, and reads queued', async () => {
  expect((await ask('queued')).status).toBe(200);
  const accepted = await ask('queued', campingRequest, '/v1/jobs');
  const { id } = (await accepted.json()) as { id: string };
  const [run] = await until(
    'the run that was put off',
    async () =>
      (await app.spans()).filter(
        ({ name, customDimensions: { 'app.job': job } }) =>
          name === 'generate_completion' && job === id,
      ),
    (rows) => rows.length > 0,
  );
  expect(run?.customDimensions).toMatchObject({
    'app.outcome': 'throttled',
    'app.caller': 'queued',
  });
  expect(run?.success).toBe('True');
  const read = await fetch(`${app.stack.app}/api/v1/jobs/${id}`, {
    headers: { 'api-key': keys.queued ?? '' },
  });
  expect(await read.json()).toMatchObject({ id, status: 'queued' });
});
