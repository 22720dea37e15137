import { describe, expect, it } from 'vitest';
import { evaluate, type Run } from '../../insights/alerts/evaluate.ts';
import { parseAlertRules } from '../../insights/alerts/parseAlertRules.ts';
import { parseWorkbook } from '../../insights/alerts/parseWorkbook.ts';
import type { AlertRule } from '../../insights/alertsApi.ts';
import { deployedResources } from '../../local/stack/deployedResources.ts';
import { answerOver, declareMetrics, type Tables } from './overRows.ts';
import { alertRules, type BicepEntry, queryFiles, tiles } from './queryFiles.ts';

const resources = await deployedResources();
const rules = parseAlertRules(resources);
const textOf = (query: string) => queryFiles.find(({ name }) => name === query)?.text;
const minute = 60_000;
const now = Date.parse('2026-11-30T12:00:00Z');

/** A rule on a table that only Azure fills, to be run over made rows. */
function ruleOf(name: string): AlertRule {
  const found = rules.find((rule) => rule.name === name);
  if (found === undefined) throw new Error(`There is no alert ${name}.`);
  expect(found.onlyInAzure).not.toEqual([]);
  return { ...found, onlyInAzure: [] };
}

describe('what the local Application Insights is handed', () => {
  it('is every alert of infra/, with its query, measure, dimension, window and frequency', () => {
    const short = (ms: number) =>
      ({ 900: 'PT15M', 1800: 'PT30M', 3600: 'PT1H', 86400: 'P1D', 300: 'PT5M' })[ms / 1_000];
    const given = rules.map((rule) => [
      rule.name,
      rule.query,
      rule.measure,
      rule.dimensions.map(({ name }) => name).join(),
      short(rule.windowMs),
      short(rule.frequencyMs),
      `${rule.severity}`,
    ]);
    const written = alertRules.map((rule) => [
      rule.name,
      textOf(rule.query),
      rule.measure,
      rule.dimension ?? '',
      rule.window,
      rule.frequency,
      rule.severity,
    ]);
    expect(given.sort()).toEqual(written.sort());
    expect(rules.flatMap(({ unsupported }) => unsupported ?? [])).toEqual([]);
  });

  it('is every tile of the workbook, with its query, title and parameters', () => {
    const shown = parseWorkbook(resources)?.tiles.filter(({ query }) => query !== null) ?? [];
    expect(shown.map(({ name }) => name)).toEqual(tiles.map(({ name }) => name));
    for (const [index, tile] of shown.entries()) {
      const { query, sets, needs }: Partial<BicepEntry> = tiles[index] ?? {};
      const text = textOf(`${query}`)?.replace('let grain = 1h;', 'let grain = {TimeRange:grain};');
      expect(tile.query).toBe(text);
      expect([tile.sets?.parameter, tile.needs ?? undefined]).toEqual([sets, needs]);
    }
  });
});

describe('the alert all-dark, over made rows', () => {
  const rule = ruleOf('all-dark');
  const name = 'OnDemandFunctionExecutionCount';
  const stateAt = (metrics: Parameters<typeof declareMetrics>[0], tables: Tables, at = now) => {
    // What is declared in a query is not cut to its time range.
    const run: Run = async (query, from, to) =>
      answerOver(query, tables, {
        from,
        to,
        declared: declareMetrics(metrics.filter(({ at = 0 }) => at >= from && at < to)),
      });
    return evaluate(rule, at, run);
  };
  const told = (at: number): Tables => ({
    requests: [{ timestamp: new Date(at), itemCount: 1 }],
  });

  it('fires above ten executions of an hour of which nobody told', async () => {
    expect(await stateAt([{ at: now - minute, name, total: 11 }], {})).toMatchObject({
      state: 'fires',
      series: [{ value: 11 }],
    });
    expect((await stateAt([{ at: now - minute, name, total: 10 }], {})).state).toBe('silent');
  });

  it('is silent when somebody told of one in the same hour, and only then', async () => {
    const metrics = [{ at: now - minute, name, total: 50 }];
    expect((await stateAt(metrics, told(now - 59 * minute))).state).toBe('silent');
    expect((await stateAt(metrics, told(now - 61 * minute))).state).toBe('fires');
  });

  it('looks at its hour alone, and at the metrics of executions', async () => {
    const metrics = [
      { at: now - 61 * minute, name, total: 50 },
      { at: now - minute, name: 'MemoryWorkingSet', total: 50 },
    ];
    expect((await stateAt(metrics, {})).state).toBe('silent');
  });
});

describe('the alert daily-cap, over made rows', () => {
  const rule = ruleOf('daily-cap');
  const stateWith = (rows: readonly [at: number, category: string, detail: string][]) => {
    const run: Run = async (query, from, to) => {
      const lines = rows
        .filter(([at]) => at >= from && at < to)
        .map(
          ([at, category, detail]) =>
            `datetime(${new Date(at).toISOString()}), "${category}", "${detail}"`,
        );
      const declared = `let _LogOperation = datatable(TimeGenerated: datetime, Category: string, Detail: string)[${lines}];\n`;
      return answerOver(query, {}, { from, to, declared });
    };
    return evaluate(rule, now, run);
  };
  const stop = 'The data ingestion has stopped: OverQuota';

  it('fires at the first stop of a day', async () => {
    expect(await stateWith([[now - 23 * 60 * minute, 'Ingestion', stop]])).toMatchObject({
      state: 'fires',
      series: [{ value: 1 }],
    });
  });

  it.each([
    ['a stop of the day before', now - 25 * 60 * minute, 'Ingestion', stop],
    ['another operation', now - minute, 'Agent', stop],
    ['other trouble of ingestion', now - minute, 'Ingestion', 'A field was cut.'],
  ])('is silent for %s', async (_, at, category, detail) => {
    expect(await stateWith([[at, category, detail]])).toMatchObject({
      state: 'silent',
      series: [{ value: 0 }],
    });
  });
});
