import { describe, expect, it } from 'vitest';
import type { Stats } from '../../api.ts';
import { formatAxis, increments } from '../../pages/overview/axis.ts';
import { isEmpty, isPoint, type Unit } from '../../pages/overview/chart.ts';
import { chartsOf } from '../../pages/overview/charts.ts';
import { amountOf, namesOf } from '../../pages/overview/names.ts';
import { extend, formatTimes, parseRange, toOverview } from '../../pages/overview/range.ts';
import type { Step } from '../../statsApi.ts';

const none = { n: 0, p50: null, p95: null, p99: null, steps: 1 };
const empty: Step = {
  timestamp: '2026-11-24T12:00:00.000Z',
  calls: {},
  duration: none,
  firstToken: none,
  inputTokens: {},
  outputTokens: {},
  cachedInputTokens: {},
  costUsd: {},
  throttled: 0,
  retries: 0,
  coldStarts: 0,
  jobs: {},
};
const statsOf = (steps: readonly Partial<Step>[], unpriced = 0): Stats => ({
  from: '2026-11-24T12:00:00.000Z',
  to: new Date(Date.parse('2026-11-24T12:00:00.000Z') + steps.length * 30_000).toISOString(),
  stepMs: 30_000,
  steps: steps.map((step, index) => ({
    ...empty,
    timestamp: new Date(Date.parse('2026-11-24T12:00:00.000Z') + index * 30_000).toISOString(),
    ...step,
  })),
  total: {
    calls: 1,
    failed: 0,
    duration: none,
    firstToken: none,
    inputTokens: null,
    outputTokens: null,
    cachedInputTokens: null,
    costUsd: null,
    unpriced,
  },
});
const chartOf = (id: string, ...given: Parameters<typeof statsOf>) => {
  const chart = chartsOf(statsOf(...given)).find((each) => each.id === id);
  if (chart === undefined) throw new Error(id);
  return chart;
};

describe('the range in the URL', () => {
  it.each<[string | null, string]>([
    [null, '/overview'],
    ['24h', '/overview?range=24h'],
    ['1h', '/overview?range=1h'],
    ['7d', '/overview?range=7d'],
    [
      '2026-11-24T12:00:00.000Z..2026-11-24T13:00:00.000Z',
      '/overview?range=2026-11-24T12:00:00.000Z..2026-11-24T13:00:00.000Z',
    ],
    ['2026-11-24T13:00:00Z..2026-11-24T12:00:00Z', '/overview'],
    ['yesterday', '/overview'],
    ['toString', '/overview'],
    ['..', '/overview'],
  ])('%s is shown as %s', (value, path) => {
    expect(toOverview(parseRange(value))).toBe(path);
  });
});

it('the app stays in the URL with the range', () => {
  expect(toOverview('fit', 'my shop')).toBe('/overview?app=my%20shop');
  expect(toOverview('1h', 'shop')).toBe('/overview?range=1h&app=shop');
});

describe('the times that are shown', () => {
  const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);
  const place = { timeZone: 'UTC', now: at('15:00:00') };
  it.each([
    ['14:02:00', '14:09:00', '14:02–14:09'],
    ['14:02:05', '14:02:17', '14:02:05–14:02:17'],
    ['14:02:00', '14:02:30.250', '14:02:00–14:02:30'],
  ])('from %s to %s are said as %s', (from, to, said) => {
    expect(formatTimes({ from: at(from), to: at(to) }, place)).toBe(said);
  });

  it('have their days where they are not of today', () => {
    const day = 24 * 3_600_000;
    const before = { from: at('23:50:00') - day, to: at('23:55:00') - day };
    expect(formatTimes(before, place)).toBe('23 Nov 23:50 – 23 Nov 23:55');
    expect(formatTimes({ ...before, to: at('00:10:00') }, place)).toBe(
      '23 Nov 23:50 – today 00:10',
    );
  });

  it('grow with the calls, and neither begin elsewhere nor shrink under one’s eyes', () => {
    const shown = { from: 100, to: 200, steps: 24 };
    expect(extend(undefined, shown)).toEqual(shown);
    expect(extend(shown, { from: 150, to: 260, steps: 60 })).toEqual({ ...shown, to: 260 });
    expect(extend(shown, { from: 50, to: 190, steps: 24 })).toEqual(shown);
  });
});

describe('a chart', () => {
  it('shows as many calls as there were, also of a step that the range cuts', () => {
    const stats = statsOf([{ calls: { ok: 4 } }, { calls: { ok: 10 } }]);
    const cut = { ...stats, to: '2026-11-24T12:00:40.000Z' }; // 10 s of the second step
    const [calls] = chartsOf(cut);
    expect(calls).toMatchObject({ title: 'Calls in each 30 s', series: [{ values: [4, 10] }] });
    expect(chartsOf({ ...stats, stepMs: 7_200_000 })[0]?.title).toBe('Calls in each 2 h');
  });

  it('stands retries beside what was answered 429, whose sum means nothing', () => {
    expect(chartOf('retries', [{ throttled: 3, retries: 2 }])).toMatchObject({ beside: true });
    expect(chartOf('calls', [{ calls: { ok: 1 } }])).not.toHaveProperty('beside');
  });

  it('has a gap where a percentile is not known, and the number of calls beside it', () => {
    const known = { n: 6, p50: 1, p95: 2, p99: 3, steps: 1 };
    const chart = chartOf('duration', [{ duration: known }, { duration: { ...none, n: 4 } }]);
    expect(chart.series.map(({ values }) => values)).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ]);
    expect(chart.n).toEqual([6, 4]);
  });

  it('leads from a point to the calls behind it', () => {
    const known = { n: 6, p50: 100.5, p95: 2_000, p99: 3_000, steps: 1 };
    const duration = chartOf('duration', [{ duration: known }]);
    expect(duration.filter(0, 1)).toEqual({ minMs: '2000' });
    expect(duration.filter(0, 0)).toEqual({ minMs: '100' });
    const together = chartOf('duration', [{}, { duration: { ...known, steps: 2 } }]);
    expect(together.filter(1, 1)).toEqual({ minMs: '2000', from: expect.stringMatching(/Z$/) });
    const calls = chartOf('calls', [{ calls: { ok: 5, model_timeout: 1 } }]);
    expect(calls.filter(0, 1)).toEqual({ outcome: 'model_timeout' });
    expect(calls.filter(0, undefined)).toEqual({});
    const tokens = chartOf('tokens', [
      { outputTokens: { 'gpt-4o': 5 }, inputTokens: { 'gpt-4o': 1 } },
    ]);
    expect(tokens.series.map(({ label }) => label)).toEqual(['gpt-4o out', 'gpt-4o in']);
    expect(tokens.filter(0, 1)).toEqual({ model: 'gpt-4o' });
  });

  it('gives a model one colour everywhere', () => {
    const step = { outputTokens: { a: 9, b: 5 }, costUsd: { b: 1 } };
    const b = chartOf('tokens', [step]).series.find(({ label }) => label === 'b out');
    expect(chartOf('cost', [step]).series[0]?.color).toBe(b?.color);
  });

  it('gives a model whose calls have a cost and no answer, as embeddings, a colour of its own', () => {
    const step = { outputTokens: { chatty: 9 }, inputTokens: { chatty: 1, embed: 5 } };
    const charts = [{ ...step, costUsd: { embed: 1, chatty: 1 } }];
    const colors = chartOf('cost', charts).series.map(({ color }) => color);
    expect(new Set([...colors, '--dim']).size).toBe(3);
    const embed = chartOf('tokens', charts).series.find(({ label }) => label === 'embed in');
    expect(colors).toContain(embed?.color);
  });

  it('keeps the colour of a model that is asked more, or less, than before', () => {
    const colorOf = (amounts: Record<string, number>) =>
      chartOf('tokens', [{ outputTokens: amounts }]).series.find(
        ({ label }) => label === 'steady out',
      )?.color;
    const before = colorOf({ rising: 1, steady: 9 });
    expect(colorOf({ rising: 99, steady: 9, fresh: 50 })).toBe(before);
  });

  const outcomes = {
    ok: 99,
    rate_limit_exceeded: 5,
    model_timeout: 4,
    model_unavailable: 3,
    client_closed: 2,
    budget: 1,
  };
  const isRed = (color: string) => color.startsWith('--error');
  it.each(['calls', 'jobs'] as const)('of %s by outcome is red where they failed', (id) => {
    const { series } = chartOf(id, [{ [id]: outcomes }]);
    const red = series.filter(({ color }) => isRed(color)).map(({ label }) => label);
    expect(red).toEqual(['rate_limit_exceeded', 'model_timeout', 'model_unavailable']);
    expect(new Set(series.map(({ color }) => color)).size).toBe(series.length);
  });

  it('is red for nothing else: not for a slow call, a 429, a retry, a cold start or a model', () => {
    const models = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`model-${n}`, n + 1]));
    const known = { n: 6, p50: 1, p95: 2, p99: 3, steps: 1 };
    const step = {
      duration: known,
      firstToken: known,
      outputTokens: models,
      costUsd: models,
      throttled: 1,
      retries: 1,
      coldStarts: 1,
    };
    const all = chartsOf(statsOf([step])).flatMap(({ series }) => series);
    expect(all.length).toBeGreaterThan(15);
    expect(all.filter(({ color }) => isRed(color))).toEqual([]);
  });

  it('of a single point is told as its table', () => {
    const known = { n: 6, p50: 1, p95: 2, p99: 3, steps: 1 };
    expect(isPoint(chartOf('duration', [{ duration: known }, {}]))).toBe(true);
    expect(isPoint(chartOf('duration', [{ duration: known }, { duration: known }]))).toBe(false);
    expect(isPoint(chartOf('calls', [{ calls: { ok: 1 } }]))).toBe(false);
  });

  it('says why there is no cost, and never shows 0 for it', () => {
    const chart = chartOf('cost', [{ outputTokens: { a: 9 } }], 3);
    expect(isEmpty(chart)).toBe(true);
    expect(chart.empty).toMatch(/3 calls.*MODEL_PRICES/);
  });
});

describe('an axis', () => {
  it.each<[Unit, readonly number[], readonly string[]]>([
    ['count', [0, 500, 1_000], ['0', '500', '1,000']],
    ['span', [0, 200, 400], ['0', '200 ms', '400 ms']],
    ['span', [0, 500, 1_000, 1_500], ['0', '0.5 s', '1.0 s', '1.5 s']],
    ['span', [0, 2_000, 4_000], ['0', '2 s', '4 s']],
    ['span', [0, 30_000, 60_000], ['0', '30 s', '60 s']],
    ['span', [0, 60_000, 120_000], ['0', '1 min', '2 min']],
    ['span', [0, 3_600_000, 7_200_000], ['0', '1 h', '2 h']],
    ['tokens', [0, 20_000, 80_000], ['0', '20,000', '80,000']],
    ['tokens', [0, 50_000, 100_000], ['0', '0.05 M', '0.10 M']],
    ['money', [0, 0.00005, 0.0001], ['0', 'US$ 0.00005', 'US$ 0.00010']],
    ['money', [0, 0.5, 1], ['0', 'US$ 0.50', 'US$ 1.00']],
    ['money', [0, 1_000, 2_000], ['0', 'US$ 1,000.00', 'US$ 2,000.00']],
    ['money', [0], ['0']],
  ])('of %s has one unit: %j is %j', (unit, ticks, texts) => {
    expect(formatAxis(unit, ticks)).toEqual(texts);
  });

  it('tells all its ticks apart, and has no half of a call', () => {
    for (const [unit, steps] of Object.entries(increments) as [Unit, number[]][]) {
      expect(steps.toSorted((a, b) => a - b)).toEqual(steps);
      for (const step of steps) {
        const texts = formatAxis(
          unit,
          [0, 1, 2, 3, 4].map((n) => n * step),
        );
        expect(new Set(texts).size, texts.join()).toBe(5);
      }
    }
    expect(increments.count.every(Number.isInteger)).toBe(true);
  });
});

describe('more names than can be told apart', () => {
  const step = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`m${n}`, 10 - n]));
  it('are the five largest and the others', () => {
    const names = namesOf([step]);
    expect(names).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'others']);
    expect(amountOf(step, 'others', names)).toBe(5 + 4 + 3);
    expect(amountOf({ m0: 1 }, 'others', names)).toBeNull();
  });
});
