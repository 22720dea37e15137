import { afterEach, describe, expect, it } from 'vitest';
import type { Admission, CallerLimits, LimitsOfCaller } from '../../../src/callers/admission.ts';
import { createCallerLimits } from '../../../src/callers/limits.ts';
import { deadlineIn } from '../../../src/values/deadline.ts';
import { hangMs } from '../../time/hangMs.ts';
import { until } from '../../time/until.ts';
import { createMemoryTable } from './memoryTable.ts';

const noon = Date.UTC(2026, 10, 30, 12);
const open: CallerLimits[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((limits) => limits.close()));
});

/** Instances over one table, by a clock that the test sets. */
function startWorld(of: LimitsOfCaller, startsAt = noon + 10_000) {
  const clock = { now: startsAt };
  const memory = createMemoryTable(() => clock.now);
  const start = (skewMs = 0, firstCall?: Promise<void>) => {
    const limits = createCallerLimits(new Map([['mobile', of]]), async () => memory.table, {
      local: () => clock.now + skewMs,
      ...(firstCall && { firstCall }),
    });
    open.push(limits);
    const admit = async (tokens = 10, usd = 0): Promise<Admission> =>
      limits.admit('mobile', { tokens, usd }, deadlineIn(hangMs(5_000)));
    return { limits, admit };
  };
  const row = (key: string) => memory.rows.get(`mobile ${key}`);
  return { clock, ...memory, start, row };
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'admitted',
    (thrown: unknown) => thrown,
  );

describe('a caller', () => {
  it('without limits is admitted without a table', async () => {
    const limits = createCallerLimits(new Map([['free', {}]]), async () => {
      throw new Error('no table is to be opened');
    });
    for (const name of ['free', 'of no list']) {
      const admission = await limits.admit(name, { tokens: 1e9, usd: 1e9 }, deadlineIn(1_000));
      expect(limits.headers(name)).toEqual({});
      admission.settle(undefined);
    }
  });

  it('over the requests of a minute is told whose limit it is and when it may go on, and goes on then', async () => {
    const { clock, start } = startWorld({ requestsPerMinute: 2 });
    const { admit } = start();
    await Promise.all([admit(), admit()]);
    expect(await refusalOf(admit())).toMatchObject({
      code: 'caller_rate_limited',
      message:
        'Caller mobile has made its 2 requests of this minute. It may go on at 12:01:00 UTC, in 50 seconds.',
      retryAfterMs: 49_500,
    });
    clock.now = noon + 60_600;
    await admit();
  });

  it('over the dollars of a day is told so, and goes on at midnight UTC', async () => {
    const { clock, start } = startWorld({ usdPerDay: 1 });
    const { admit } = start();
    const first = await admit(100, 0.9);
    first.settle({ tokens: 100, usd: 0.85 });
    expect(await refusalOf(admit(100, 0.2))).toMatchObject({
      code: 'caller_budget_exceeded',
      message:
        'Caller mobile has used $0.85 of $1.00 a day (UTC), and this call may need $0.20. It may go on at 2026-12-01 00:00:00 UTC, in 43,190 seconds.',
      retryAfterMs: 43_189_500,
    });
    clock.now = noon + 12 * 3_600_000;
    await admit(100, 0.2);
  });

  it('whose running calls hold the rest may go on as they end', async () => {
    const { start } = startWorld({ tokensPerDay: 100 });
    const { admit } = start();
    const first = await admit(90);
    expect(await refusalOf(admit(20))).toMatchObject({
      code: 'caller_rate_limited',
      message:
        'Calls of caller mobile that run hold what is left of 100 tokens a day (UTC). It may go on at 12:00:13 UTC, in 2 seconds.',
      retryAfterMs: 2_000,
    });
    first.settle({ tokens: 30, usd: 0 });
    await admit(20);
  });

  it('is told what to change about a call that is larger than a whole limit', async () => {
    const { start, calls } = startWorld({ tokensPerMinute: 1_000 });
    expect(await refusalOf(start().admit(4_100))).toMatchObject({
      code: 'invalid_request',
      message:
        'This call may need 4,100 tokens, and caller mobile has 1,000 tokens a minute. A smaller maximum of output tokens needs less.',
    });
    expect(calls).toEqual({ read: 0, write: 0 });
  });

  it('asks the table as seldom in a new minute as at the end of the last', async () => {
    const { clock, start, calls, row } = startWorld({ requestsPerMinute: 100_000 });
    const { admit } = start();
    await admit();
    const atFirst = row('minute')?.leases[0]?.amounts.requests;
    const work = async (count: number) => {
      for (let done = 0; done < count; done++) (await admit()).settle({ tokens: 10, usd: 0 });
    };
    await work(2_000);
    const learnt = calls.write;
    clock.now = noon + 60_600;
    await work(200);
    expect(learnt).toBeGreaterThan(4);
    expect(calls.write - learnt).toBe(1);
    // After a minute without work it takes no more than a worker that has just started.
    clock.now = noon + 180_600;
    await admit();
    expect(row('minute')?.leases[0]?.amounts.requests).toBe(atFirst);
  });

  it('has its limits in the headers that OpenAI writes', async () => {
    const { start } = startWorld({
      requestsPerMinute: 60,
      tokensPerMinute: 5_000,
      tokensPerDay: 200,
    });
    const { admit, limits } = start();
    const admission = await admit(150);
    const headers = {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '49.5s',
      'x-ratelimit-limit-tokens': '200',
      'x-ratelimit-remaining-tokens': '50',
      'x-ratelimit-reset-tokens': '11h59m49.5s',
    };
    expect(limits.headers('mobile')).toEqual(headers);
    admission.settle({ tokens: 20, usd: 0 });
    expect(limits.headers('mobile')).toEqual({ ...headers, 'x-ratelimit-remaining-tokens': '180' });
  });

  it('with a budget of dollars alone has no such headers', async () => {
    const { start } = startWorld({ usdPerDay: 1 });
    const { admit, limits } = start();
    await admit(10, 0.1);
    expect(limits.headers('mobile')).toEqual({});
  });
});

describe('work', () => {
  it('that needs no more than is leased calls no table', async () => {
    const { start, calls } = startWorld({ requestsPerMinute: 10_000, tokensPerDay: 1_000_000 });
    const { admit } = start();
    (await admit()).settle({ tokens: 5, usd: 0 });
    const before = calls.read + calls.write;
    await Promise.all([admit(), admit(), admit()]);
    expect(calls.read + calls.write).toBe(before);
  });

  it('reserved in one minute is settled in it', async () => {
    const { clock, start } = startWorld({ tokensPerMinute: 100 }, noon + 59_000);
    const { admit, limits } = start();
    const late = await admit(80);
    clock.now = noon + 61_000;
    const next = await admit(30);
    late.settle({ tokens: 500, usd: 0 });
    expect(limits.headers('mobile')['x-ratelimit-remaining-tokens']).toBe('70');
    next.settle({ tokens: 30, usd: 0 });
    await admit(70);
  });

  it('reserved before midnight is settled in its own day', async () => {
    const midnight = noon + 12 * 3_600_000;
    const { clock, start, row } = startWorld({ tokensPerDay: 100 }, midnight - 1_000);
    const { admit, limits } = start();
    const late = await admit(80);
    clock.now = midnight + 1_000;
    (await admit(100)).settle({ tokens: 7, usd: 0 });
    late.settle({ tokens: 50, usd: 0.000_1 });
    await limits.close();
    expect(row('day-2026-11-30')?.spent).toEqual({ requests: 1, tokens: 50, nanoUsd: 100_000 });
    expect(row('day-2026-12-01')?.spent).toEqual({ requests: 1, tokens: 7, nanoUsd: 0 });
  });

  it('without usage is settled at its reservation, once, and odd usage is none', async () => {
    const { start, row } = startWorld({ tokensPerDay: 1_000 });
    const { admit, limits } = start();
    const [a, b, c] = await Promise.all([admit(100), admit(200), admit(300)]);
    a?.settle(undefined);
    a?.settle({ tokens: 50, usd: 0 });
    b?.settle({ tokens: Number.NaN, usd: -1 });
    c?.settle({ tokens: 0.2, usd: 0 });
    await limits.close();
    expect(row('day-2026-11-30')?.spent).toEqual({ requests: 3, tokens: 101, nanoUsd: 0 });
  });

  it('that used more than it had reserved is booked in full', async () => {
    const { start } = startWorld({ tokensPerDay: 100 });
    const { admit } = start();
    (await admit(10)).settle({ tokens: 95, usd: 0 });
    expect(await refusalOf(admit(10))).toMatchObject({ code: 'caller_budget_exceeded' });
    await admit(5);
  });

  it('refused by one limit holds nothing of the other', async () => {
    const { start } = startWorld({ requestsPerMinute: 1, tokensPerDay: 100 });
    const { admit, limits } = start();
    await admit(40);
    expect(await refusalOf(admit(40))).toMatchObject({ code: 'caller_rate_limited' });
    expect(limits.headers('mobile')['x-ratelimit-remaining-tokens']).toBe('60');
  });
});

describe('instances', () => {
  it('whose clocks differ by three minutes count the same minute', async () => {
    const { start, rows } = startWorld({ requestsPerMinute: 10 });
    const [fast, slow] = [start(90_000), start(-90_000)];
    const ends = await Promise.all(
      Array.from({ length: 20 }, (_, at) => refusalOf((at % 2 ? fast : slow).admit())),
    );
    const refused = ends.filter((end) => end instanceof Error);
    expect(refused).toHaveLength(10);
    for (const error of refused) expect(error).toMatchObject({ code: 'caller_rate_limited' });
    expect(rows.get('mobile minute')?.start).toBe(noon);
  });

  it('give back what they leased and did not use', async () => {
    const { start, row } = startWorld({ tokensPerDay: 1_000 });
    const [first, second] = [start(), start()];
    (await first.admit(10)).settle({ tokens: 5, usd: 0 });
    expect(await refusalOf(second.admit(980))).toMatchObject({ code: 'caller_rate_limited' });
    await first.limits.close();
    expect(row('day-2026-11-30')?.spent.tokens).toBe(5);
    await second.admit(980);
  });

  it('that slept past the end of their lease spend nothing of it any more', async () => {
    const { clock, start } = startWorld({ tokensPerDay: 1_000 });
    const [sleeper, other] = [start(), start()];
    await sleeper.admit(10); // and leases more than that
    clock.now += 61_000;
    await other.admit(1_000);
    expect(await refusalOf(sleeper.admit(10))).toMatchObject({ code: 'caller_rate_limited' });
  });

  it('begin with their first call before the table is open, and book it then', async () => {
    const { start, row, calls } = startWorld({ tokensPerDay: 100 });
    const sent = Promise.withResolvers<void>();
    const { admit } = start(0, sent.promise);
    const first = await admit(70);
    expect(calls).toEqual({ read: 0, write: 0 });
    sent.resolve();
    await until(
      'the booking',
      () => `${row('day-2026-11-30')?.leases.length}`,
      (count) => count === '1',
    );
    expect(await refusalOf(admit(40))).toMatchObject({ code: 'caller_rate_limited' });
    first.settle({ tokens: 65, usd: 0 });
    await until(
      'the use',
      () => refusalOf(admit(40)),
      (end) => (end as { code?: string }).code === 'caller_budget_exceeded',
    );
  });

  it('ask the table for the second call, though the first was never sent', async () => {
    const { start, calls } = startWorld({ requestsPerMinute: 1 });
    const { admit } = start(0, new Promise(() => {}));
    (await admit()).settle(undefined);
    await until(
      'the first to be counted',
      () => refusalOf(admit()),
      (end) => end !== 'admitted',
    );
    expect(calls.write).toBeGreaterThan(0);
  });
});
