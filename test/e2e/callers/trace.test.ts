import { afterAll, expect, it } from 'vitest';
import { until } from '../../time/until.ts';
import { modelAnswer, reply, startScriptedModel } from '../scriptedModel.ts';
import { campingRequest, type Row, startApp } from '../startApp.ts';
import { newKey, toSetting } from './keys.ts';

const model = await startScriptedModel((response) => {
  const isEmbeddings = response.req.url?.endsWith('/embeddings');
  const usage = { prompt_tokens: 7, total_tokens: 7 };
  reply(200, isEmbeddings ? { data: [], usage } : modelAnswer)(response);
});
afterAll(model.stop);
const keys = { mobile: newKey(), web: newKey() };
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  OTEL_METRIC_EXPORT_INTERVAL: '3600000', // so that what arrives was flushed in the end
  CALLERS: toSetting({ mobile: { key: keys.mobile }, web: { key: keys.web } }),
}));

const ask = (key: string, path: string, body: object) =>
  fetch(`${app.stack.app}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });

it('who called is on each row of the call, on its line, and on what it used and cost', async () => {
  await ask(keys.mobile, '/chat/completions', campingRequest);
  await ask(keys.mobile, '/chat/completions', { ...campingRequest, model: 'travel-guide' });
  await ask(keys.mobile, '/embeddings', { input: 'a tent' });
  await ask(keys.web, '/chat/completions', campingRequest);
  const request = { job: 'nobody-1', request: campingRequest };
  await app.queues.getQueueClient('inference-requests').sendMessage(JSON.stringify(request));
  const lines = await until(
    'the lines of all five',
    () => app.rows('traces'),
    (rows) => rows.length === 5,
  );
  await app.stack.host?.stop();
  const byCaller = (rows: readonly Row[]) =>
    rows
      .map(({ name, customDimensions }) => `${name ?? ''} ${customDimensions['app.caller']}`)
      .sort();
  expect(byCaller(await app.spans())).toEqual([
    'chat gpt-4o mobile',
    'chat gpt-4o mobile',
    'chat gpt-4o undefined',
    'chat gpt-4o web',
    'embeddings text-embedding-3-small mobile',
    'generate_completion mobile',
    'generate_completion mobile',
    'generate_completion mobile',
    'generate_completion undefined',
    'generate_completion web',
    'invoke_agent travel-guide mobile',
  ]);
  const said = lines.map(({ customDimensions: of }) => `${of['app.caller']}`).sort();
  expect(said).toEqual(['mobile', 'mobile', 'mobile', 'undefined', 'web']);

  const metrics = await app.rows('customMetrics');
  const sums = new Map<string, number>();
  for (const { name, customDimensions, value } of metrics) {
    const caller = customDimensions['app.caller'];
    const key = `${name} ${caller}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(value));
  }
  expect(sums.get('gen_ai.client.token.usage mobile')).toBe(2 * 1_200 + 7);
  expect(sums.get('gen_ai.client.token.usage web')).toBe(1_200);
  expect(sums.get('gen_ai.client.token.usage undefined')).toBe(1_200);
  expect(sums.get('callspan.cost web')).toBeCloseTo(0.004, 9);
  const named = metrics.filter(({ customDimensions: of }) => of['app.caller'] !== undefined);
  expect(new Set(named.map(({ name }) => name))).toEqual(
    new Set(['gen_ai.client.token.usage', 'callspan.cost']),
  );
});
