import { expect, it } from 'vitest';
import type { Cell, QueryResult } from '../../queryApi.ts';
import { toQueryChart } from '../../view/queryChart.ts';

const result = (
  columns: string,
  visualization: string | undefined,
  ...rows: readonly (readonly Cell[])[]
): QueryResult => ({
  columns: columns.split(' ').map((column) => {
    const [name = '', type = ''] = column.split(':');
    return { name, type };
  }),
  rows,
  stats: { parseMs: 0, runMs: 0, rowsRead: 0, rows: 0 },
  ...(visualization !== undefined && { render: { visualization, properties: {} } }),
});
const [t1, t2] = ['2026-11-24T10:00:00.0000000Z', '2026-11-24T11:00:00.0000000Z'];
const seconds = (time: string) => Date.parse(time) / 1_000;

it('a time chart has a line for each text, and a gap where a line has no value', () => {
  const rows = [
    ['b', t2, 5],
    ['a', t1, 1],
    ['b', t1, 3],
    ['c', t1, null],
  ] as const;
  expect(
    toQueryChart(result('model:string timestamp:datetime ms:real', 'timechart', ...rows)),
  ).toEqual({
    kind: 'time',
    x: [seconds(t1), seconds(t2)],
    series: [
      { label: 'b', values: [3, 5] },
      { label: 'a', values: [1, null] },
      { label: 'c', values: [null, null] },
    ],
    left: 0,
  });
});

it('a time chart of several numbers has a line for each, named by its column', () => {
  const chart = toQueryChart(result('t:datetime p50:real p95:real', 'timechart', [t1, 1, 2]));
  expect(chart).toMatchObject({ series: [{ label: 'p95' }, { label: 'p50' }] });
});

it('a time chart draws the twelve greatest lines and says how many are left out', () => {
  const rows = Array.from({ length: 20 }, (_, at) => [`m${at}`, t1, at] as const);
  const chart = toQueryChart(result('m:string t:datetime n:long', 'timechart', ...rows));
  expect(chart).toMatchObject({ left: 8 });
  expect(chart?.kind === 'time' && chart.series.map(({ label }) => label)).toContain('m19');
});

it('bars and pies are of the first texts and the first numbers; a pie gathers small shares', () => {
  const rows = Array.from({ length: 12 }, (_, at) => [at + 1, `name ${at}`] as const);
  const bars = toQueryChart(result('n:long name:string', 'barchart', ...rows));
  expect(bars).toMatchObject({ kind: 'bars', of: 'n', left: 0 });
  expect(bars?.kind === 'bars' && bars.shares[0]).toEqual({ label: 'name 0', value: 1 });
  const pie = toQueryChart(result('n:long name:string', 'piechart', ...rows));
  expect(pie?.kind === 'pie' && pie.shares).toHaveLength(8);
  expect(pie?.kind === 'pie' && pie.shares.at(-1)).toEqual({ label: 'others', value: 15 });
});

it.each([
  ['no rows', result('t:datetime n:long', 'timechart')],
  ['no times', result('m:string n:long', 'timechart', ['a', 1])],
  ['no numbers', result('m:string', 'barchart', ['a'])],
  ['another kind', result('n:long', 'scatterchart', [1])],
])('what cannot be drawn is said: %s', (_, given) => {
  expect(toQueryChart(given)).toEqual({
    kind: 'none',
    why: expect.stringMatching(/: the table has all of it\.$/),
  });
});

it('a result without render, or with render table, is a table alone', () => {
  expect(toQueryChart(result('n:long', undefined, [1]))).toBeUndefined();
  expect(toQueryChart(result('n:long', 'table', [1]))).toBeUndefined();
});
