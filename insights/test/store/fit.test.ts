import { afterEach, describe, expect, it } from 'vitest';
import { readStatsRange } from '../../read/statsRange.ts';
import { createFit } from '../../store/fit.ts';
import { fitRange } from '../../store/stats/fitRange.ts';
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
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The range that fits calls at these times. */
function fitOf(times: readonly number[], app?: string) {
  const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  open.push(store);
  times.forEach((time, index) => {
    const host = { cloud_RoleName: index === 0 ? 'first' : 'shop' };
    store.insert(toCallRows(`${index}`, { at: at(time), host }));
  });
  store.flush();
  return { ...createFit(store.database)({ app }), store };
}
const every = (ms: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => from + index * ms);

describe('the range that fits the calls', () => {
  it('is none when there are no calls', () => {
    expect(fitOf([])).toMatchObject({ range: null, oldest: null });
  });

  it.each<[string, readonly number[], string, string]>([
    ['one call', [4_500], at(-1_000), at(11_000)],
    ['ten calls of three minutes', every(20_000, 10, 1_000), at(0), at(3 * minute + 10_000)],
    ['calls within seconds of each other', [0, 1_000, 2_000], at(-4_000), at(8_000)],
    ['calls all day long', every(10 * minute, 145), at(0), at(day + hour)],
    ['calls before and after a short break', [0, minute, 50 * minute], at(0), at(hour)],
    [
      'a morning, a shorter break, an afternoon',
      [...every(hour / 2, 7), ...every(hour / 2, 5, 4.5 * hour)],
      at(0),
      at(7 * hour),
    ],
  ])('holds %s, and is not much longer', (_what, times, from, to) => {
    expect(fitOf(times)).toMatchObject({ range: { from, to }, oldest: null });
  });

  it('leaves out what came before a break that is longer than all that followed, and tells of it', () => {
    const today = every(minute, 10, day);
    const { range, oldest } = fitOf([0, minute, ...today]);
    expect(range).toMatchObject({ from: at(day), to: at(day + 9.5 * minute) });
    expect(oldest).toBe(at(0));
  });

  it.each(['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.900Z'])(
    'can be asked of the statistics, also when a clock says %s',
    (time) => {
      const { range } = fitOf([Date.parse(time) - noon]);
      const query = new URLSearchParams({ from: range?.from ?? '', to: range?.to ?? '' });
      expect(readStatsRange(query, noon)).toMatchObject({ steps: 120 });
    },
  );

  it('is of the calls that a filter lets through', () => {
    expect(fitOf([0, day, day + minute], 'first').range?.to).toBe(at(7_000));
  });

  it('gives a few calls fewer and longer steps than many, never less than 12', () => {
    const stepsOf = (calls: number, span: number) => {
      const { from, to, steps } = fitRange(noon, noon + span, calls);
      const stepMs = stepLength(from, to, steps);
      expect([from % stepMs, to % stepMs]).toEqual([0, 0]);
      return (to - from) / stepMs;
    };
    for (const span of [
      0,
      3_000,
      17_000,
      3 * minute,
      4 * minute,
      47 * minute,
      hour,
      5 * hour,
      3 * day,
    ]) {
      for (const calls of [1, 10, 300, 600]) {
        const count = stepsOf(calls, span);
        expect(count).toBeGreaterThanOrEqual(calls > 300 && span > hour ? 48 : 11);
        expect(count).toBeLessThanOrEqual(Math.max(24, calls / 5));
      }
    }
  });

  it('is cut into whole steps', () => {
    const { range, store } = fitOf(every(20_000, 10, 1_000));
    if (range === null) throw new Error('no range');
    const { from, to, steps } = range;
    const stats = createStats(store.database)(Date.parse(from), Date.parse(to), { steps });
    expect(stats.steps).toHaveLength((Date.parse(to) - Date.parse(from)) / stats.stepMs);
    expect(stats.total.calls).toBe(10);
  });
});
