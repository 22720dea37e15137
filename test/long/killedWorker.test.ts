import { expect, it } from 'vitest';
import { endOf, startLimits } from '../callers/startLimits.ts';
import { startWorker } from '../callers/startWorker.ts';
import { until } from '../time/until.ts';

it('the lease of a killed worker comes back within a minute', async () => {
  const limits = { tokensPerDay: 1_000 };
  const { connectionString, start } = await startLimits(limits);
  const times = { shiftMs: 0, skewMs: -90_000 };
  const calls = { atOnce: 0, lines: 0, tokens: 10, holds: true };
  const worker = await startWorker({ limits, connectionString, ...times, ...calls });
  await worker.hold();
  await worker.kill();
  const killedAt = performance.now();
  const { admit } = start();
  expect(await endOf(admit(1_000))).toMatchObject({ code: 'caller_rate_limited' });
  await until(
    'the lease',
    () => endOf(admit(1_000)),
    (end) => end === 'admitted',
    70_000,
  );
  const seconds = (performance.now() - killedAt) / 1_000;
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThan(65);
});
