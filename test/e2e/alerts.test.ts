import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluate, type Run } from '../../insights/alerts/evaluate.ts';
import type { AlertList, AlertReplay, AlertState } from '../../insights/alertsApi.ts';
import { envelope } from '../../insights/test/envelopes.ts';
import { until } from '../time/until.ts';
import { modelAnswer, type Reply, reply, startScriptedModel } from './scriptedModel.ts';
import { campingRequest, startApp } from './startApp.ts';

const model = await startScriptedModel();
afterAll(model.stop);
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10}}',
  OTEL_METRIC_EXPORT_INTERVAL: '100',
}));
const url = () => app.stack.insights ?? '';

async function get<T>(path: string): Promise<T> {
  return (await fetch(url() + path)).json() as Promise<T>;
}

const alerts = () => get<AlertList>('/api/alerts');

/** How an alert is, once it is as it should be. */
async function stateOf(
  name: string,
  isGood: (state: AlertState) => boolean,
): Promise<AlertState | undefined> {
  return until(
    `the alert ${name}`,
    async () => (await alerts()).states.find((state) => state.name === name),
    (state) => state !== undefined && isGood(state),
  );
}

const firing = (name: string) => stateOf(name, ({ state }) => state === 'fires');
/** Calls since all rows were deleted. */
let asked = 0;
const chat = async (request: object) => {
  asked += 1;
  return (await app.chat(request)).status;
};
const ask = (count: number) =>
  Promise.all(Array.from({ length: count }, () => chat(campingRequest)));
const plan = (count: number, each: Reply) => model.replies.push(...Array(count).fill(each));
const send = (job: string, queue = 'inference-requests') =>
  app.queues.getQueueClient(queue).sendMessage(JSON.stringify({ job, request: campingRequest }));

it('calls that go well: no alert fires, and each that has a number tells it', async () => {
  expect(new Set(await ask(24))).toEqual(new Set([200]));
  await send('trip-1');
  const toldBy = ['latency', 'throttled-share', 'worker-dark'];
  const { states } = await until(
    'the rows of all calls',
    alerts,
    ({ states }) =>
      toldBy.every(
        (name) => states.find((state) => state.name === name)?.series[0]?.value !== undefined,
      ) && Number(states.find(({ name }) => name === 'cost-a-day')?.series[0]?.value) > 0,
  );
  const values = Object.fromEntries(
    states.map(({ name, state, series }) => [name, [state, ...series.map(({ value }) => value)]]),
  );
  const number = expect.any(Number);
  expect(values).toEqual({
    'error-share': ['silent'],
    door: ['silent'],
    latency: ['silent', number],
    'throttled-share': ['silent', 0],
    'poison-jobs': ['silent', 0],
    'retried-jobs': ['silent', null],
    'cost-a-day': ['silent', number],
    'worker-dark': ['silent', 0],
    'caller-day': ['silent'],
    'telemetry-dropped': ['silent', 0],
    'all-dark': ['azure'],
    'daily-cap': ['azure'],
  });
});

describe('the alert', () => {
  beforeEach(async () => {
    model.replies.length = 0;
    // The host's row of a call comes last: one of the test before would be among those of the next.
    await until(
      'the rows of the calls before',
      () => run('requests | where name startswith "POST " | count', 0, Date.now()),
      (answered) => 'rows' in answered && Number(answered.rows[0]?.[0]) >= asked,
    );
    asked = 0;
    await fetch(`${url()}/api/items`, { method: 'DELETE' });
  });

  it('error-share fires by the code of what the model’s side fails with, and a replay tells since when', async () => {
    plan(40, reply(500, {}));
    expect(await ask(6)).toEqual(Array(6).fill(502));
    expect(await firing('error-share')).toMatchObject({
      series: [{ dimensions: { code: 'model_unavailable' }, value: 100, fires: true }],
    });
    const { fired } = await get<AlertReplay>('/api/alerts/error-share/replay');
    expect(fired).toMatchObject([{ dimensions: { code: 'model_unavailable' }, to: null }]);
  });

  it('error-share is silent while only callers are at fault', async () => {
    await Promise.all(Array.from({ length: 24 }, () => chat({ messages: [] })));
    await until(
      'their rows',
      () => app.spans(),
      (rows) => rows.length >= 24,
    );
    expect(await stateOf('error-share', () => true)).toMatchObject({ state: 'silent' });
  });

  it('throttled-share fires for the model that refuses calls as too busy', async () => {
    plan(80, reply(429, {}, { 'retry-after': '0' }));
    await ask(10);
    expect(await firing('throttled-share')).toMatchObject({
      series: [{ dimensions: { model: 'gpt-4o' }, value: 100 }],
    });
  });

  it('latency fires when calls take longer than its threshold', async () => {
    plan(20, reply(200, modelAnswer, {}, 200));
    await ask(20);
    await stateOf('latency', ({ series }) => Number(series[0]?.value) >= 0.2);
    const rule = (await alerts()).rules.find(({ name }) => name === 'latency');
    if (rule === undefined) throw new Error('there is no such alert');
    // Nobody waits for a minute here: a deployment may choose another number.
    expect((await evaluate({ ...rule, threshold: 0 }, Date.now(), run)).state).toBe('fires');
    expect((await evaluate(rule, Date.now(), run)).state).toBe('silent');
  });

  it('poison-jobs fires for a job that was given up', async () => {
    await send('lost-1', 'inference-requests-poison');
    expect(await firing('poison-jobs')).toMatchObject({ series: [{ value: 1 }] });
  });

  it('retried-jobs fires for a job that goes on being tried after its hour', async () => {
    const first = {
      id: 'a',
      name: 'generate_completion',
      duration: '0.00:00:01',
      success: false,
      properties: {
        'faas.name': 'inferenceQueue',
        'app.job': 'old-1',
        'app.outcome': 'throttled',
      },
    };
    const begun = new Date(Date.now() - 90 * 60_000);
    await fetch(`${url()}/v2.1/track`, {
      method: 'POST',
      body: JSON.stringify([
        envelope('RemoteDependencyData', first, { 'ai.operation.id': 'op' }, begun),
      ]),
    });
    expect(await stateOf('retried-jobs', ({ series }) => series[0]?.value === 0)).toMatchObject({
      state: 'silent',
    });
    plan(3, reply(401, {}));
    await send('old-1');
    expect(await firing('retried-jobs')).toMatchObject({ series: [{ value: 90 }] });
  });

  it('cost-a-day fires above so many dollars', async () => {
    const usage = { ...modelAnswer.usage, prompt_tokens: 10_000_000, total_tokens: 10_000_200 };
    plan(1, reply(200, { ...modelAnswer, usage }));
    await ask(1);
    expect(await firing('cost-a-day')).toMatchObject({ series: [{ fires: true }] });
  });

  it('worker-dark and door fire for calls that a worker dies with', async () => {
    const { host } = app.stack;
    const held = Promise.withResolvers<void>();
    let waiting = 0;
    plan(12, () => {
      waiting++;
      if (waiting === 12) held.resolve();
    });
    const asked = ask(12);
    await held.promise;
    process.kill(host?.workerPid() ?? 0, 'SIGKILL');
    expect((await asked).every((status) => status >= 500)).toBe(true);
    // Rows come one after another, and those of half the calls are enough to fire.
    const isWhole = ({ state, series }: AlertState) =>
      state === 'fires' && series[0]?.value === 100;
    await stateOf('worker-dark', isWhole);
    await stateOf('door', isWhole);
  });
});

describe('a worker whose queue of spans is full', () => {
  const small = startApp(() => ({
    OTEL_BSP_MAX_QUEUE_SIZE: '8',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '8',
    OTEL_BSP_SCHEDULE_DELAY: '3600000',
  }));

  it('lets telemetry-dropped fire', async () => {
    const state = await until(
      'the alert',
      async () => {
        await Promise.all(Array.from({ length: 40 }, () => small.chat(campingRequest)));
        const { states } = (await (
          await fetch(`${small.stack.insights}/api/alerts`)
        ).json()) as AlertList;
        return states.find(({ name }) => name === 'telemetry-dropped');
      },
      (found) => found?.state === 'fires',
    );
    expect(state).toMatchObject({ series: [{ value: 1 }] });
  });
});

const run: Run = async (query, from, to) => {
  const timespan = [from, to].map((ms) => new Date(ms).toISOString()).join('/');
  const response = await fetch(`${url()}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, timespan }),
  });
  const { tables } = (await response.json()) as {
    tables: [{ columns: { name: string }[]; rows: unknown[][] }];
  };
  return tables[0];
};
