import { describe, expect, it } from 'vitest';
import { runQuery } from '../../kql/runQuery.ts';
import { readFrom } from '../../kql/sources.ts';
import { toChartQuery } from '../../view/chartQuery.ts';
import { queryExamples } from '../../view/queryExamples.ts';
import { now, sampleStore } from '../kql/sampleStore.ts';

const store = sampleStore();
const run = (query: string) =>
  runQuery({
    query,
    now,
    withinMs: 60_000,
    timespan: {},
    source: { read: (question) => readFrom(store.database, question) },
  });
const range = {
  from: new Date(now - 4 * 3_600_000).toISOString(),
  to: new Date(now).toISOString(),
  stepMs: 600_000,
};

describe('the query of a chart', () => {
  it.each(['calls', 'duration', 'first-token', 'tokens', 'cost', 'retries', 'cold-starts', 'jobs'])(
    'of %s runs here, and is drawn over time in the steps of the chart',
    (chart) => {
      const query = toChartQuery(chart, { ...range, app: '' }) ?? '';
      const { columns, rows, render } = run(query);
      expect(render?.visualization).toBe('timechart');
      expect(columns[0]).toEqual({ name: 'timestamp', type: 'datetime' });
      // No call of the sample is streamed.
      expect(rows.length > 0).toBe(chart !== 'first-token');
    },
  );

  it('is of the app that is chosen, whatever its name holds', () => {
    const of = (app: string) => run(toChartQuery('calls', { ...range, app }) ?? '').rows.length;
    expect(of('callspan')).toBeGreaterThan(0);
    expect(of('"; drop')).toBe(0);
  });
});

describe('an example', () => {
  it.each(queryExamples.map(({ name, query }) => [name, query]))('runs here: %s', (_, query) => {
    expect(run(query).columns.length).toBeGreaterThan(0);
  });
});
