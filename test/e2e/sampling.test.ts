import { expect, it } from 'vitest';
import { campingRequest, startApp } from './startApp.ts';

const app = startApp(() => ({ TELEMETRY_SAMPLING_RATIO: '0.5' }));

it('with half of the traces kept, a call is kept whole or not at all, and metrics count all', async () => {
  const count = 60;
  const responses = await Promise.all([...Array(count).keys()].map(() => app.chat(campingRequest)));
  expect(responses.every(({ status }) => status === 200)).toBe(true);
  await app.stack.host?.stop();
  const sessions = async (table: string) =>
    (await app.rows(table)).flatMap(({ session_Id }) => session_Id ?? []).sort(); // the host's have none
  const lines = await sessions('traces');
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThan(count);
  expect(await sessions('dependencies')).toEqual(lines.flatMap((session) => [session, session]));
  const metrics = await app.rows('customMetrics');
  const calls = metrics
    .filter(({ name }) => name === 'gen_ai.client.operation.duration')
    .reduce((sum, { valueCount }) => sum + Number(valueCount), 0);
  expect(calls).toBe(count);
});
