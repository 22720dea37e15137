import { describe, expect, it } from 'vitest';
import { toMinimap } from '../../../view/waterfall/minimap.ts';
import { toWaterfall } from '../../../view/waterfall.ts';
import { chat, row } from '../rows.ts';

const span = (at: number, duration: number, more: Parameters<typeof row>[1] = {}) =>
  row('dependencies', { name: 'x', at, duration, ...more });

describe('the minimap', () => {
  it('has each line where its bar is, calls to models and failures apart', () => {
    const { lines } = toWaterfall([
      span(0, 100),
      span(50, 25, { success: 'False' }),
      chat(1, { under: '', at: 75, duration: 25 }),
    ]);
    expect(toMinimap(lines, 3)).toEqual({
      other: 'M0 0h1000v1h-1000z',
      failed: 'M500 1h250v1h-250z',
      model: 'M750 2h250v1h-250z',
    });
  });

  it('shows the shortest, and shortest failure at the very end', () => {
    const { lines } = toWaterfall([
      span(0, 100_000),
      span(5, 1),
      span(100_000, 0, { success: 'False' }),
    ]);
    expect(toMinimap(lines, 3)).toMatchObject({
      other: 'M0 0h1000v1h-1000zM0 1h2v1h-2z',
      failed: 'M994 2h6v1h-6z',
    });
  });

  it('of 10,000 lines is as small as of a hundred, and overlooks no failure', () => {
    const rows = Array.from({ length: 10_000 }, (_, n) =>
      span(n, 5, n === 7_777 ? { success: 'False' } : {}),
    );
    const paths = toMinimap(toWaterfall(rows).lines, 52);
    expect(paths.other.length).toBeLessThan(52 * 40);
    expect(paths.failed).toBe('M777 40h6v1h-6z');
  });

  it('of no line is empty, and of few fills its height', () => {
    expect(toMinimap([], 52)).toEqual({ other: '', model: '', failed: '' });
    expect(toMinimap(toWaterfall([span(0, 1)]).lines, 4).other.match(/M/g)).toHaveLength(4);
  });
});
