import { afterAll, expect, it } from 'vitest';
import { reply, startScriptedModel } from './scriptedModel.ts';
import { startApp } from './startApp.ts';
import { callsTools, says } from './toolReplies.ts';

const model = await startScriptedModel();
afterAll(model.stop);
// There is an hour between exports, so everything that arrives was flushed.
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}',
  OTEL_METRIC_EXPORT_INTERVAL: '3600000',
}));

const trip = { model: 'travel-guide', messages: [{ role: 'user', content: 'What to pack?' }] };
const pack = {
  name: 'packing_list',
  given: { terrain: 'city', season: 'winter', nights: 1, people: 1 },
};
const wrong = { name: 'packing_list', given: {} };
const unknown = { name: 'canary-unknown', given: {} };

const agent = {
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.agent.name': 'travel-guide',
  'faas.trigger': 'http',
};
const failed = { ...agent, 'error.type': 'content_filter' };
const tool = (name: string, errorType?: string) => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': name,
  'gen_ai.agent.name': 'travel-guide',
  'faas.trigger': 'http',
  ...(errorType && { 'error.type': errorType }),
});

it('an answer’s duration, calls, tools and tokens arrive, by nothing unbounded, and cost is of the calls alone', async () => {
  model.replies.push(callsTools([pack, wrong, unknown]), callsTools([pack]), says('A coat.'));
  await app.chat(trip);
  model.replies.push(callsTools([pack]), reply(400, { error: { code: 'content_filter' } }));
  await app.chat(trip);
  await app.stack.host?.stop();

  const rows = await app.rows('customMetrics');
  const isTime = (name: string) => name.endsWith('.duration');
  const seen = rows.map(({ name, valueCount, valueSum, customDimensions }) => [
    name,
    customDimensions,
    valueCount,
    ...(isTime(name) ? [] : [valueSum]),
  ]);
  const token = (type: string) => ({ 'gen_ai.token.type': type });
  const ofAssistants = seen.filter(([name]) =>
    /invoke_agent|execute_tool|callspan\.answer/.test(`${name}`),
  );
  const wanted = [
    ['gen_ai.invoke_agent.duration', agent, 1],
    ['gen_ai.invoke_agent.duration', failed, 1],
    ['gen_ai.invoke_agent.inference_calls', agent, 1, 3],
    ['gen_ai.invoke_agent.inference_calls', failed, 1, 2],
    ['gen_ai.invoke_agent.tool_calls', agent, 1, 4],
    ['gen_ai.invoke_agent.tool_calls', failed, 1, 1],
    ['callspan.answer.tokens', { ...agent, ...token('input') }, 1, 3_000],
    ['callspan.answer.tokens', { ...agent, ...token('output') }, 1, 600],
    ['callspan.answer.tokens', { ...failed, ...token('input') }, 1, 1_000],
    ['callspan.answer.tokens', { ...failed, ...token('output') }, 1, 200],
    ['gen_ai.execute_tool.duration', tool('packing_list'), 3],
    ['gen_ai.execute_tool.duration', tool('packing_list', 'invalid_arguments'), 1],
    ['gen_ai.execute_tool.duration', tool('unknown', 'unknown_tool'), 1],
  ];
  expect(ofAssistants).toEqual(expect.arrayContaining(wanted));
  expect(ofAssistants).toHaveLength(wanted.length);

  const total = (name: string) =>
    rows
      .filter((row) => row.name === name)
      .reduce((sum, { valueSum }) => sum + Number(valueSum), 0);
  expect(total('callspan.cost')).toBeCloseTo(4 * 0.004, 10);
  expect(total('gen_ai.client.token.usage')).toBe(4 * 1_200);
  expect(JSON.stringify(rows)).not.toContain('canary');
});
