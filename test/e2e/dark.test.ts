import { expect, it } from 'vitest';
import { until } from '../time/until.ts';
import { startScriptedModel } from './scriptedModel.ts';
import { bodyOf, campingRequest, startApp } from './startApp.ts';

const model = await startScriptedModel();
const app = startApp(() => ({
  AZURE_AI_INFERENCE_ENDPOINT: model.url,
  APPLICATIONINSIGHTS_CONNECTION_STRING: '',
}));

it('without an address for telemetry: it answers, health says so, the line is context.log’s', async () => {
  expect((await app.chat(campingRequest)).status).toBe(200);
  expect(app.stack.host?.capabilities()).not.toHaveProperty('WorkerOpenTelemetryEnabled');
  const health = await fetch(`${app.stack.app}/api/health`);
  expect(await bodyOf(health)).toMatchObject({ telemetry: { state: 'dark', droppedSpans: 0 } });
  const lines = await until(
    'the line of the invocation',
    async () => app.logs.filter(({ category }) => category === 'user'),
    (found) => found.length > 0,
  );
  expect(lines.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^ok in \d+ ms, gpt-4o-2024-11-20, 1000 → 200 tokens$/),
  ]);
  expect(app.logs.filter(({ message }) => message.includes('Telemetry is dark'))).toHaveLength(1);
  model.stop();
});
