import { afterAll, expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { modelAnswer, reply, startScriptedModel } from './scriptedModel.ts';
import { campingRequest, startApp } from './startApp.ts';

const model = await startScriptedModel();
afterAll(model.stop);
// There is an hour between exports, so everything that arrives was flushed.
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}',
  OTEL_METRIC_EXPORT_INTERVAL: '3600000',
}));

const call = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'faas.trigger': 'http',
};
const answered = { ...call, 'gen_ai.response.model': 'gpt-4o-2024-11-20' };
const queued = { ...answered, 'faas.trigger': 'pubsub' };

it('duration, tokens, cost and jobs arrive when the worker ends, by nothing unbounded', async () => {
  await app.chat(campingRequest);
  model.replies.push(reply(400, { error: { code: 'content_filter' } }));
  await app.chat(campingRequest);

  const requests = app.queues.getQueueClient('inference-requests');
  const results = app.queues.getQueueClient('inference-results');
  const send = async (message: object) => {
    await requests.sendMessage(JSON.stringify(message));
    await until(
      'the result message',
      async () => (await results.receiveMessages()).receivedMessageItems,
      (received) => received.length > 0,
    );
  };
  await send({ job: 'trip-1', request: campingRequest });
  await send({ job: 'trip-1', request: campingRequest });
  await send({ job: 'trip-2', request: {} });
  model.replies.push(reply(401, {}));
  await requests.sendMessage(JSON.stringify({ job: 'trip-3', request: campingRequest }));
  await until(
    'the model to have given every reply',
    async () => model.replies.length,
    (left) => left === 0,
  );
  await app.stack.host?.stop();

  const rows = await app.rows('customMetrics');
  const seen = rows.map(({ name, valueCount, valueSum, customDimensions }) => [
    name,
    customDimensions,
    ...(name === 'gen_ai.client.operation.duration' ? [valueCount] : [valueCount, valueSum]),
  ]);
  const { prompt_tokens, completion_tokens } = modelAnswer.usage;
  const token = (type: string) => ({ 'gen_ai.token.type': type });
  const costUsd = 0.004; // 600 × 2.50 + 400 × 1.25 + 200 × 10 per million
  const wanted = [
    ['gen_ai.client.operation.duration', answered, 1],
    ['gen_ai.client.operation.duration', queued, 1],
    ['gen_ai.client.operation.duration', { ...call, 'error.type': 'content_filter' }, 1],
    [
      'gen_ai.client.operation.duration',
      { ...call, 'faas.trigger': 'pubsub', 'error.type': 'model_unauthorized' },
      1,
    ],
    ['gen_ai.client.token.usage', { ...answered, ...token('input') }, 1, prompt_tokens],
    ['gen_ai.client.token.usage', { ...answered, ...token('output') }, 1, completion_tokens],
    ['gen_ai.client.token.usage', { ...queued, ...token('input') }, 1, prompt_tokens],
    ['gen_ai.client.token.usage', { ...queued, ...token('output') }, 1, completion_tokens],
    ['callspan.cost', answered, 1, costUsd],
    ['callspan.cost', queued, 1, costUsd],
    ['callspan.jobs', { 'app.job.outcome': 'succeeded' }, 1, 1],
    ['callspan.jobs', { 'app.job.outcome': 'duplicate' }, 1, 1],
    ['callspan.jobs', { 'app.job.outcome': 'failed' }, 1, 1],
    ['callspan.jobs', { 'app.job.outcome': 'retried' }, 1, 1],
  ];
  expect(seen).toEqual(expect.arrayContaining(wanted));
  expect(seen).toHaveLength(wanted.length);
});
