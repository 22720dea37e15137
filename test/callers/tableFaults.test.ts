import { expect, it } from 'vitest';
import { expectWithin } from '../time/expectWithin.ts';
import { until } from '../time/until.ts';
import { endOf, startLimits } from './startLimits.ts';

const unavailable = { code: 'storage_unavailable', retryAfterMs: expect.any(Number) };

it('while the table is away what is leased is spent, then work is refused, and goes on when the table is back', async () => {
  const { proxy, start } = await startLimits({ tokensPerDay: 100_000 });
  const { admit } = start();
  (await admit(10)).settle(undefined);
  proxy.fail({ kind: 'cut' });
  const ends: unknown[] = [];
  for (let count = 0; count < 200; count++) ends.push(await endOf(admit(10)));
  const refused = ends.indexOf(ends.find((end) => end !== 'admitted'));
  expect(refused).toBeGreaterThan(3);
  for (const end of ends.slice(refused)) expect(end).toMatchObject(unavailable);
  proxy.fail({ kind: 'none' });
  await until(
    'the table',
    () => endOf(admit(10)),
    (end) => end === 'admitted',
  );
});

it.each([429, 503, 500])(
  'a table that answers %i is asked again within the deadline',
  async (status) => {
    const { proxy, start } = await startLimits({ tokensPerDay: 1_000 });
    const { admit } = start();
    proxy.fail({ kind: 'status', status, times: 3 });
    expect(await endOf(admit(10))).toBe('admitted');
  },
);

it.each(['status', 'silent', 'slow'] as const)(
  'work ends at its deadline though the table does not answer: %s',
  async (kind) => {
    const { proxy, start } = await startLimits({ tokensPerDay: 1_000 });
    proxy.fail({ kind, status: 503, times: 1_000, ms: 60_000 } as never);
    const end = await expectWithin(500, 200, () => endOf(start().admit(10, 500)));
    expect(end).toMatchObject(unavailable);
    expect(JSON.stringify(end)).not.toContain('CANARY');
  },
);

it('a table that refuses is not asked again', async () => {
  const { proxy, start } = await startLimits({ tokensPerDay: 1_000 });
  proxy.fail({ kind: 'status', status: 403, times: 1_000 });
  expect(await endOf(start().admit(10))).toMatchObject({ ...unavailable, cause: { status: 403 } });
  expect(proxy.calls).toHaveLength(1);
});

it('a table that is not there is no caller who has spent nothing', async () => {
  const { client, start } = await startLimits({ tokensPerDay: 1_000 });
  await client.deleteTable();
  expect(await endOf(start().admit(10))).toMatchObject({ ...unavailable, cause: { status: 404 } });
});

it('a row that nobody can read is no row without spending', async () => {
  const { client, start } = await startLimits({ tokensPerDay: 1_000 });
  const rowKey = `day-${new Date().toISOString().slice(0, 10)}`;
  await client.createEntity({ partitionKey: 'mobile', rowKey, leases: 'x' });
  expect(await endOf(start().admit(10))).toMatchObject(unavailable);
});

it('what a slow table leases ahead keeps work from waiting', async () => {
  const { proxy, start } = await startLimits({ tokensPerDay: 1_000_000 });
  const { admit } = start();
  await admit(10);
  proxy.fail({ kind: 'slow', ms: 200 });
  const before = proxy.calls.length;
  await expectWithin(150, 100, () => Promise.all([admit(10), admit(10), admit(10)]));
  expect(proxy.calls.length - before).toBeLessThanOrEqual(1);
});

it('a write whose answer is lost is booked once', async () => {
  const { proxy, start, today } = await startLimits({ tokensPerDay: 1_000 });
  const { admit, limits } = start();
  (await admit(100)).settle({ tokens: 40, usd: 0 });
  proxy.fail({ kind: 'lost', times: 3 });
  (await admit(900)).settle({ tokens: 700, usd: 0 }); // more than is leased: it waits for a write
  proxy.fail({ kind: 'none' });
  await limits.close();
  const { tokens, requests } = await today();
  expect([tokens, requests]).toEqual([740n, 2n]);
});

it('days that are over for more than a week are removed when a new one begins', async () => {
  const { client, start } = await startLimits({ tokensPerDay: 1_000 });
  const dayBefore = (days: number) =>
    `day-${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)}`;
  const kept = [dayBefore(1), dayBefore(6)];
  for (const rowKey of [...kept, dayBefore(8), dayBefore(20), dayBefore(400)]) {
    await client.createEntity({ partitionKey: 'mobile', rowKey });
  }
  await client.createEntity({ partitionKey: 'other', rowKey: dayBefore(20) });
  await start().admit(10);
  const keys = async () => {
    const found: string[] = [];
    for await (const { partitionKey, rowKey } of client.listEntities()) {
      found.push(`${partitionKey} ${rowKey}`);
    }
    return found.sort();
  };
  const expected = [...kept, dayBefore(0)].map((key) => `mobile ${key}`);
  await until(
    'the old rows to go',
    keys,
    (found) => `${found}` === `${[...expected, `other ${dayBefore(20)}`].sort()}`,
  );
});

it('a row that this app has not written is no empty one: work is refused, and told so', async () => {
  const { client, start } = await startLimits({ tokensPerDay: 1_000 });
  const rowKey = `day-${new Date().toISOString().slice(0, 10)}`;
  await client.createEntity({ partitionKey: 'mobile', rowKey, start: 'yesterday', leases: '[1]' });
  expect(await endOf(start().admit(10))).toMatchObject({
    code: 'storage_unavailable',
    message: 'A row of the limits of callers cannot be read.',
    retryAfterMs: 60_000,
  });
});
