import { expect, it } from 'vitest';
import { expectWithin } from '../time/expectWithin.ts';
import { campingRequest, startApp } from './startApp.ts';

// There is an hour between exports, so everything that arrives was flushed.
const app = startApp(() => ({
  OTEL_BSP_SCHEDULE_DELAY: '3600000',
  OTEL_BLRP_SCHEDULE_DELAY: '3600000',
}));

it('what was traced before the worker ends has arrived when it has ended', async () => {
  const responses = await Promise.all([...Array(20).keys()].map(() => app.chat(campingRequest)));
  expect(await app.spans()).toEqual([]);
  await expectWithin(5_000, 500, async () => app.stack.host?.stop());
  const rows = await app.spans();
  expect(rows).toHaveLength(40);
  const cold = rows.filter((row) => row.customDimensions['faas.coldstart'] === 'true');
  expect(cold).toHaveLength(1);
  expect(await app.rows('traces')).toHaveLength(20);
  const sessions = new Set(rows.map((row) => row.session_Id));
  expect(sessions).toEqual(new Set(responses.map(({ headers }) => headers.get('x-request-id'))));
});
