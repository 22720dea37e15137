import { describe, expect, it } from 'vitest';
import { evaluate, type Run } from '../../alerts/evaluate.ts';
import { parseAlertRules } from '../../alerts/parseAlertRules.ts';
import { type Changed, ruleResource } from './resources.ts';

const minute = 60_000;
const now = Date.parse('2026-11-30T12:00:00Z');

function ruleOf(changed: Changed = {}) {
  const [rule] = parseAlertRules([ruleResource(changed)]);
  if (rule === undefined) throw new Error('there is no rule');
  return rule;
}

/** A query that gives these rows of `name` and `failures`, whatever is asked. */
const gives =
  (...rows: readonly (readonly [string, number | null])[]): Run =>
  async () => ({ columns: [{ name: 'name' }, { name: 'failures' }], rows });

describe('a rule', () => {
  it('asks for its window, and no row outside it', async () => {
    const asked: number[][] = [];
    await evaluate(ruleOf(), now, async (_, from, to) => {
      asked.push([from - now, to - now]);
      return { columns: [], rows: [] };
    });
    expect(asked).toEqual([[-30 * minute, 0]]);
  });

  it.each([
    ['GreaterThan', 5, 6],
    ['GreaterThanOrEqual', 4, 5],
    ['LessThan', 5, 4],
    ['LessThanOrEqual', 6, 5],
    ['Equals', 6, 5],
  ])('%s 5: silent at %i, and fires at %i', async (operator, silent, fires) => {
    const rule = ruleOf({ condition: { operator } });
    expect((await evaluate(rule, now, gives(['a', silent]))).state).toBe('silent');
    expect((await evaluate(rule, now, gives(['a', fires]))).state).toBe('fires');
  });

  it.each([
    ['Average', 4],
    ['Maximum', 9],
    ['Minimum', 1],
    ['Total', 12],
    ['Count', 3],
  ])(
    '%s of several rows is %i; a row without a number counts for none',
    async (timeAggregation, value) => {
      const rule = ruleOf({ condition: { timeAggregation } });
      const rows = gives(['a', 9], ['a', 1], ['a', 2], ['a', null]);
      expect((await evaluate(rule, now, rows)).series).toMatchObject([{ value }]);
    },
  );

  it('has a series a value of its dimension, and fires for those over its threshold', async () => {
    const { state, series } = await evaluate(ruleOf(), now, gives(['a', 6], ['b', 5]));
    expect(state).toBe('fires');
    expect(series).toEqual([
      { dimensions: { name: 'a' }, value: 6, fires: true },
      { dimensions: { name: 'b' }, value: 5, fires: false },
    ]);
  });

  it.each([
    ['Include', ['b']],
    ['Exclude', ['a']],
  ])('%s %j of its dimension leaves the others out', async (operator, values) => {
    const rule = ruleOf({ condition: { dimensions: [{ name: 'name', operator, values }] } });
    const { series } = await evaluate(rule, now, gives(['a', 6], ['b', 7]));
    expect(series.map(({ dimensions }) => dimensions.name)).toEqual(['b']);
  });

  it('without rows is silent; one that counts rows has 0 of them', async () => {
    expect(await evaluate(ruleOf(), now, gives())).toMatchObject({ state: 'silent', series: [] });
    const counts = ruleOf({
      condition: {
        timeAggregation: 'Count',
        metricMeasureColumn: '',
        dimensions: [],
        operator: 'LessThan',
      },
    });
    expect(await evaluate(counts, now, gives())).toMatchObject({
      state: 'fires',
      series: [{ value: 0 }],
    });
  });

  it('that wants two of three windows fires for two, and not for one', async () => {
    const failingPeriods = { numberOfEvaluationPeriods: 3, minFailingPeriodsToAlert: 2 };
    const rule = ruleOf({ condition: { failingPeriods } });
    const inWindows =
      (...values: readonly number[]): Run =>
      (query, from, to) =>
        gives(['a', values[(now - to) / (30 * minute)] ?? 0])(query, from, to);
    expect(await evaluate(rule, now, inWindows(0, 9, 9))).toMatchObject({
      state: 'fires',
      from: '2026-11-30T10:30:00.000Z',
      series: [{ value: 0, fires: true }],
    });
    expect((await evaluate(rule, now, inWindows(9, 0, 0))).state).toBe('silent');
  });

  it.each<[string, Changed]>([
    ['more than one condition', { properties: { criteria: { allOf: [{}, {}] } } }],
    ['overrideQueryTimeRange', { properties: { overrideQueryTimeRange: 'P1D' } }],
    ['its operator', { condition: { operator: 'GreaterOrLessThan' } }],
    ['a threshold that is no number', { condition: { threshold: undefined } }],
    ['its windowSize', { properties: { windowSize: 'soon' } }],
    ['no metricMeasureColumn', { condition: { metricMeasureColumn: '' } }],
  ])('that asks for %s is not evaluated, and says so', async (problem, changed) => {
    expect(await evaluate(ruleOf(changed), now, gives(['a', 9]))).toMatchObject({
      state: 'failed',
      error: `Not done here: ${problem}.`,
    });
  });

  it('whose query fails, or does not give its column, says why', async () => {
    const failed = async () => ({ error: '1:5 no such table' });
    expect(await evaluate(ruleOf(), now, failed)).toMatchObject({ error: '1:5 no such table' });
    const other = ruleOf({ condition: { metricMeasureColumn: 'percent' } });
    expect(await evaluate(other, now, gives(['a', 9]))).toMatchObject({
      state: 'failed',
      error: 'The query gives no column percent.',
    });
  });

  it.each([
    ['_LogOperation | count', ['_LogOperation']],
    ['union requests, (AzureMetrics | take 1)', ['AzureMetrics']],
    ['traces | where message has "AzureMetrics" // of AzureMetrics', []],
  ])('%s needs of what only Azure has: %j', (query, tables) => {
    expect(ruleOf({ condition: { query } }).onlyInAzure).toEqual(tables);
  });
});

it('rules that are switched off, and other resources, are none', () => {
  const off = ruleResource({ properties: { enabled: false } });
  const others = [{ type: 'Microsoft.Web/sites', name: 'a', properties: {} }];
  expect(parseAlertRules([off, ...others])).toEqual([]);
});

it('resources that are nothing of the kind make no rule that runs, and no error', () => {
  for (const properties of [
    undefined,
    null,
    7,
    'x',
    [],
    { criteria: 3 },
    { criteria: { allOf: [null] } },
  ]) {
    const [rule] = parseAlertRules([{ ...ruleResource(), properties }]);
    expect(rule?.unsupported).not.toBeNull();
  }
});
