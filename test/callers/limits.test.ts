import { expect, it } from 'vitest';
import { createCallerLimits } from '../../src/callers/limits.ts';
import { deadlineIn } from '../../src/values/deadline.ts';
import { startLimits } from './startLimits.ts';

it('smoke', async () => {
  const { table, client } = await startLimits();
  const limits = createCallerLimits(
    new Map([['mobile', { requestsPerMinute: 5, tokensPerDay: 10_000, usdPerDay: 1 }]]),
    async () => table,
  );
  for (let i = 0; i < 7; i++) {
    const t = performance.now();
    try {
      const a = await limits.admit('mobile', { tokens: 100, usd: 0.01 }, deadlineIn(5_000));
      console.log(i, performance.now() - t, a.headers());
      a.settle({ tokens: 50, usd: 0.004 });
    } catch (e) {
      console.log(
        i,
        performance.now() - t,
        (e as any).code,
        (e as any).message,
        (e as any).retryAfterMs,
        e instanceof Error && e.cause,
        limits.headers('mobile'),
      );
    }
  }
  for await (const e of client.listEntities()) console.log(e);
  await limits.close();
  for await (const e of client.listEntities()) console.log(e);
  expect(1).toBe(1);
});
