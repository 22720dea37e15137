import { expect, it } from 'vitest';
import { campingRequest, startApp } from './startApp.ts';

const app = startApp(() => ({ TELEMETRY_SAMPLING_RATIO: '0.5', OTEL_TRACES_SAMPLER_ARG: '0.5' }));

it('with half of the traces kept, a call is kept whole or not at all, and metrics count all', async () => {
  const count = 60;
  const responses = await Promise.all([...Array(count).keys()].map(() => app.chat(campingRequest)));
  expect(responses.every(({ status }) => status === 200)).toBe(true);
  await app.stack.host?.stop();
  const toSessions = (rows: Awaited<ReturnType<typeof app.spans>>) =>
    rows.map(({ session_Id }) => session_Id).sort();
  const lines = toSessions(await app.rows('traces'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThan(count);
  const spans = await app.spans();
  expect(toSessions(spans)).toEqual(lines.flatMap((session) => [session, session]));
  // The host keeps the same traces: each kept call has its row.
  const parents = spans.filter(({ name }) => name === 'generate_completion');
  expect((await app.rows('requests')).map(({ id }) => id).sort()).toEqual(
    parents.map(({ operation_ParentId }) => operation_ParentId).sort(),
  );
  const metrics = await app.rows('customMetrics');
  const calls = metrics
    .filter(({ name }) => name === 'gen_ai.client.operation.duration')
    .reduce((sum, { valueCount }) => sum + Number(valueCount), 0);
  expect(calls).toBe(count);
});
