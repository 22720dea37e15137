import { afterEach, describe, expect, it } from 'vitest';
import { stepLength } from '../../store/stats/steps.ts';
import { createStats } from '../../store/stats.ts';
import { openStore, type Store } from '../../store/store.ts';
import { toCallRows } from './rows.ts';

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

const noon = Date.parse('2026-11-24T12:00:00.000Z');
const at = (ms: number) => new Date(noon + ms).toISOString();
const hour = 3_600_000;

function start() {
  const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  open.push(store);
  const stats = createStats(store.database);
  const insert = (...calls: ReturnType<typeof toCallRows>[]) => {
    for (const rows of calls) store.insert(rows);
    store.flush();
  };
  return { store, stats, insert };
}

describe('a range is cut into steps', () => {
  it.each([
    ['15 minutes', 15 * 60_000, 10_000],
    ['an hour', hour, 30_000],
    ['a day', 24 * hour, 15 * 60_000],
    ['a week', 7 * 24 * hour, 2 * hour],
    ['half a minute', 30_000, 1_000],
    ['ten years', 3_650 * 24 * hour, 31 * 24 * hour],
  ])('%s into at most 120 of a round length', (_name, span, stepMs) => {
    expect(stepLength(noon, noon + span)).toBe(stepMs);
    expect(span / stepMs).toBeLessThanOrEqual(120);
  });

  it('that begin at round times, without gaps, the first and the last cut to the range', () => {
    const { stats, insert } = start();
    insert(toCallRows('before', { at: at(4_000) }), toCallRows('in', { at: at(6_000) }));
    const { steps, stepMs } = stats(noon + 5_000, noon + 5_000 + 15 * 60_000);
    expect(stepMs).toBe(10_000);
    expect(steps).toHaveLength(91);
    expect(steps.map(({ timestamp }) => timestamp).slice(0, 2)).toEqual([at(0), at(10_000)]);
    expect(steps[0]?.calls).toEqual({ ok: 1 });
  });
});

describe('one app’s calls', () => {
  it('are counted alone, those of several apps in each, and all when no app is asked for', () => {
    const { stats, insert } = start();
    const sentBy = (...names: string[]) =>
      toCallRows(names.join()).map((row, index) => ({
        ...row,
        cloud_RoleName: names[index] ?? names[0] ?? '',
      }));
    insert(sentBy('shop'), sentBy('billing'), sentBy('billing', 'shop'));
    const calls = (app?: string) => stats(noon, noon + hour, { app }).total.calls;
    expect([calls(), calls('shop'), calls('billing'), calls('none')]).toEqual([3, 2, 2, 0]);
    expect(stats(noon, noon + hour, { steps: 12 }).steps).toHaveLength(12);
  });
});

describe('percentiles', () => {
  it('are null below 5 calls, and those of the calls from there on', () => {
    const { stats, insert } = start();
    const calls = [100, 200, 300, 400].map((ms) => toCallRows(`${ms}`, { at: at(0), ms }));
    insert(...calls);
    const none = { n: 4, p50: null, p95: null, p99: null, steps: 1 };
    expect(stats(noon, noon + hour).steps[0]?.duration).toEqual(none);
    insert(toCallRows('500', { at: at(0), ms: 500 }));
    const { steps, total } = stats(noon, noon + hour);
    expect(steps[0]?.duration).toEqual({ n: 5, p50: 300, p95: 500, p99: 500, steps: 1 });
    expect(total.duration).toEqual({ n: 5, p50: 300, p95: 500, p99: 500 });
  });

  it('of a step with few are of the calls before it too', () => {
    const { stats, insert } = start();
    const calls = [100, 200, 300, 400, 500, 600].map((ms, index) =>
      toCallRows(`${ms}`, { at: at(index * 60_000), ms }),
    );
    insert(...calls);
    const { steps } = stats(noon, noon + hour);
    const known = steps.flatMap(({ timestamp, duration }) =>
      duration.p50 === null
        ? []
        : [{ minute: (Date.parse(timestamp) - noon) / 60_000, ...duration }],
    );
    expect(known).toEqual([
      { minute: 4, n: 5, p50: 300, p95: 500, p99: 500, steps: 9 },
      { minute: 5, n: 5, p50: 400, p95: 600, p99: 600, steps: 9 },
    ]);
  });

  it('of the whole range are of all its calls, not of its steps', () => {
    const { stats, insert } = start();
    const calls = Array.from({ length: 20 }, (_, index) =>
      toCallRows(`${index}`, { at: at(index * 60_000), ms: (20 - index) * 10 }),
    );
    insert(...calls);
    const { total } = stats(noon, noon + hour);
    expect(total.duration).toEqual({ n: 20, p50: 100, p95: 190, p99: 200 });
  });

  it('of the first token are of streams alone', () => {
    const { stats, insert } = start();
    const stream = { 'gen_ai.request.stream': 'true' };
    const streams = [1, 2, 3, 4, 5].map((n) =>
      toCallRows(`s${n}`, { chat: stream, measurements: { timeToFirstTokenMs: n * 100 } }),
    );
    insert(...streams, toCallRows('whole'));
    expect(stats(noon, noon + hour).total.firstToken).toMatchObject({ n: 5, p50: 300 });
  });
});

describe('a step', () => {
  it('counts calls by outcome, and deliveries of jobs apart', () => {
    const { stats, insert } = start();
    insert(
      toCallRows('a'),
      toCallRows('b', { outcome: 'rate_limit_exceeded' }),
      toCallRows('c', { trigger: 'pubsub' }),
    );
    const [step] = stats(noon, noon + hour).steps;
    expect(step).toMatchObject({ calls: { ok: 2, rate_limit_exceeded: 1 }, jobs: { ok: 1 } });
    expect(stats(noon, noon + hour).total).toMatchObject({ calls: 3, failed: 1 });
  });

  it('adds tokens and cost by model, of model calls alone, and knows what it does not know', () => {
    const { stats, insert } = start();
    const measurements = {
      inputTokens: 31,
      outputTokens: 286,
      cachedInputTokens: 24,
      costUsd: 0.1,
    };
    insert(
      toCallRows('a', { measurements, own: { 'gen_ai.usage.input_tokens': '31' } }),
      toCallRows('b', { measurements: { ...measurements, costUsd: 0.2 } }),
      toCallRows('c', { model: 'mini', measurements: { inputTokens: 5, outputTokens: 7 } }),
      toCallRows('d', { model: 'failed', outcome: 'model_timeout' }),
    );
    const { steps, total } = stats(noon, noon + hour);
    expect(steps[0]).toMatchObject({
      inputTokens: { 'gpt-4o': 62, mini: 5 },
      outputTokens: { 'gpt-4o': 572, mini: 7 },
      cachedInputTokens: { 'gpt-4o': 48 },
      costUsd: { 'gpt-4o': 0.3 },
    });
    expect(steps[0]?.costUsd).not.toHaveProperty('mini');
    expect(steps[0]?.inputTokens).not.toHaveProperty('failed');
    expect(total).toMatchObject({ inputTokens: 67, costUsd: 0.3, unpriced: 1 });
  });

  it('counts 429, repeated calls and cold starts', () => {
    const { stats, insert } = start();
    const rows = toCallRows('a', {
      own: { 'faas.coldstart': 'true' },
      chat: { 'app.attempt': '2' },
    });
    const [chat] = rows;
    const throttled = { 'app.attempt': '1', 'app.http.status_code': '429' };
    if (chat === undefined) throw new Error('no row');
    const first = {
      ...chat,
      id: 'x',
      customDimensions: { ...chat.customDimensions, ...throttled },
    };
    insert([...rows, first]);
    const [step] = stats(noon, noon + hour).steps;
    expect(step).toMatchObject({ throttled: 1, retries: 1, coldStarts: 1 });
  });

  it('without calls has no numbers but counts', () => {
    const { stats } = start();
    const { steps, total } = stats(noon, noon + hour);
    expect(steps[0]).toMatchObject({ calls: {}, costUsd: {}, duration: { n: 0, p50: null } });
    expect(total).toMatchObject({ calls: 0, costUsd: null, inputTokens: null });
  });
});

describe('what was read before is kept', () => {
  it('and never told again when a call came, changed or went', () => {
    const { store, stats, insert } = start();
    const calls = () => stats(noon, noon + hour).steps[0]?.calls;
    insert(toCallRows('a'));
    expect(calls()).toEqual({ ok: 1 });
    insert(toCallRows('b'));
    expect(calls()).toEqual({ ok: 2 });
    store.clear();
    expect(calls()).toEqual({});
    insert(toCallRows('a', { outcome: 'model_timeout', ms: 2_000 }));
    expect(calls()).toEqual({ model_timeout: 1 });
  });
});
