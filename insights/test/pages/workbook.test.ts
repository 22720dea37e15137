import { describe, expect, it } from 'vitest';
import type { WorkbookTile } from '../../alertsApi.ts';
import { grainOf } from '../../pages/workbook/formatRange.ts';
import { toTileChart } from '../../pages/workbook/toTileChart.ts';

const tile: WorkbookTile = {
  name: 'calls',
  text: null,
  title: 'Calls',
  query: '',
  visualization: 'barchart',
  width: 50,
  sets: null,
  needs: null,
};
const from = Date.parse('2026-11-30T10:02:00Z');
const times = { from, to: from + 60 * 60_000, stepMs: 30 * 60_000 };
const columns = [
  { name: 'timestamp', type: 'datetime' },
  { name: 'trigger', type: 'string' },
  { name: 'calls', type: 'long' },
];

describe('a tile over time', () => {
  it('has a series a name, each value in its step, and nothing where nothing was', () => {
    const rows = [
      ['2026-11-30T10:00:00Z', 'http', 3],
      ['2026-11-30T11:00:00Z', 'http', 5],
      ['2026-11-30T10:30:00Z', '', 1],
    ];
    const drawn = toTileChart(tile, 'Calls', { columns, rows }, times);
    expect(drawn?.chart.series.map(({ label, values }) => [label, values])).toEqual([
      ['http', [3, null, 5]],
      ['(none)', [null, 1, null]],
    ]);
    expect(drawn?.starts.map((start) => new Date(start).toISOString().slice(11, 16))).toEqual([
      '10:00',
      '10:30',
      '11:00',
    ]);
  });

  it('without a name has a series a number, in the unit that its name says', () => {
    const wide = [columns[0], { name: 'p50Ms', type: 'real' }, { name: 'p95Ms', type: 'real' }];
    const drawn = toTileChart(
      tile,
      'Calls',
      { columns: wide as typeof columns, rows: [['2026-11-30T10:30:00Z', 100, 200]] },
      times,
    );
    expect(drawn?.chart).toMatchObject({
      unit: 'span',
      series: [{ label: 'p50Ms' }, { label: 'p95Ms' }],
    });
  });

  it('says how many series are left out', () => {
    const rows = Array.from({ length: 9 }, (_, at) => ['2026-11-30T10:30:00Z', `m${at}`, 1]);
    const drawn = toTileChart(tile, 'Calls', { columns, rows }, times);
    expect(drawn?.chart.series).toHaveLength(6);
    expect(drawn?.chart.note).toMatch(/^3 more/);
  });

  it('is a table when it has no time or no number', () => {
    expect(toTileChart(tile, 'Calls', { columns: columns.slice(1), rows: [] }, times)).toBe(
      undefined,
    );
    expect(toTileChart(tile, 'Calls', { columns: columns.slice(0, 2), rows: [] }, times)).toBe(
      undefined,
    );
  });

  it('has at most 72 steps in any range that a workbook offers', () => {
    for (const hours of [1, 4, 12, 24, 72, 168, 720]) {
      const [, ms] = grainOf(hours * 3_600_000);
      expect((hours * 3_600_000) / ms).toBeLessThanOrEqual(72);
    }
  });
});
