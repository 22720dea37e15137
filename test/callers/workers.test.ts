import { expect, it } from 'vitest';
import type { LimitsOfCaller } from '../../src/callers/admission.ts';
import { endOf, startLimits } from './startLimits.ts';
import { startWorker } from './startWorker.ts';
import type { WorkerCommand } from './worker.ts';

const workers = 4;
const calls = 2_000;
const command = { skewMs: 0, lines: 0, atOnce: calls / workers, tokens: 400 };

/** Puts the storage's clock to the fifth second of a minute: no border comes in the next 55. */
const toFifthSecond = () => 65_000 - (Date.now() % 60_000);

async function runWorkers(limits: LimitsOfCaller, more: Partial<WorkerCommand> = {}) {
  const { connectionString } = await startLimits(limits);
  const shiftMs = toFifthSecond();
  const started = await Promise.all(
    Array.from({ length: workers }, (_, at) =>
      startWorker({
        ...{ ...command, ...more, connectionString, limits, shiftMs },
        skewMs: (at - 1.5) * 60_000, // 90 s behind to 90 s ahead
      }),
    ),
  );
  const reports = await Promise.all(started.map((worker) => worker.work()));
  const sum = (of: 'admitted' | 'tokens' | 'above' | 'wrong' | 'storageCalls') =>
    reports.reduce((total, report) => total + report[of], 0);
  const refused = new Set(reports.flatMap((report) => Object.keys(report.refused)));
  return { sum, refused };
}

it(`${calls} calls at once on ${workers} workers, whose clocks differ by minutes, take no more requests than one limit`, async () => {
  const { sum, refused } = await runWorkers({ requestsPerMinute: 1_500 });
  expect(sum('admitted')).toBeLessThanOrEqual(1_500);
  expect(sum('admitted')).toBeGreaterThan(1_000);
  expect(refused).toEqual(new Set(['caller_rate_limited']));
  expect(sum('wrong')).toBe(0);
});

it(`${calls} calls at once on ${workers} workers, and then more until the day is used up, spend the whole budget and no token above, but for what calls used above their reservations`, async () => {
  const budget = 400_000;
  const { sum, refused } = await runWorkers({ tokensPerDay: budget }, { lines: 10 });
  expect(sum('tokens')).toBeLessThanOrEqual(budget + sum('above'));
  expect(sum('tokens')).toBeGreaterThan(budget - command.tokens);
  expect(refused).toEqual(new Set(['caller_rate_limited', 'caller_budget_exceeded']));
  expect(sum('wrong')).toBe(0);
});

it('a worker that is killed with a lease holds it until the minute of the lease is over, and no longer', async () => {
  const limits = { tokensPerDay: 1_000 };
  const { connectionString, start } = await startLimits(limits);
  const toNoon = 43_200_000 - (Date.now() % 86_400_000);
  const more = { limits, connectionString, shiftMs: toNoon, tokens: 10, holds: true };
  const worker = await startWorker({ ...command, ...more });
  await worker.hold();
  await worker.kill();
  expect(await endOf(start(toNoon + 50_000).admit(1_000))).toMatchObject({
    code: 'caller_rate_limited',
  });
  expect(await endOf(start(toNoon + 61_500).admit(1_000))).toBe('admitted');
});
