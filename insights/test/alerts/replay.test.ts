import { expect, it } from 'vitest';
import type { Run } from '../../alerts/evaluate.ts';
import { parseAlertRules } from '../../alerts/parseAlertRules.ts';
import { replay } from '../../alerts/replay.ts';
import { type Changed, ruleResource } from './resources.ts';

const minute = 60_000;
const noon = Date.parse('2026-11-30T12:00:00Z');
const clock = (at: string | null) => at?.slice(11, 16);

/** When a rule would have been fired in an hour from noon, if its value were above its threshold at these minutes. */
async function fired(
  over: (minute: number) => readonly [string, number][],
  changed: Changed = {},
  isWanted = () => true,
) {
  const [rule] = parseAlertRules([ruleResource(changed)]);
  if (rule === undefined) throw new Error('there is no rule');
  const run: Run = async (_, __, to) => ({
    columns: [{ name: 'name' }, { name: 'failures' }],
    rows: over((to - noon) / minute),
  });
  return replay(rule, { from: noon, to: noon + 60 * minute, isWanted }, run);
}

const between =
  (from: number, to: number, value = 9) =>
  (at: number): [string, number][] =>
    at >= from && at <= to ? [['a', value]] : [];

it('a rule that resolves is fired until its condition was not met for three of its times', async () => {
  const { fired: found, evaluations } = await fired(between(10, 20));
  expect(evaluations).toBe(13);
  expect(found.map(({ from, to }) => [clock(from), clock(to)])).toEqual([['12:10', '12:35']]);
});

it('each 15 minutes two are enough, and each minute it takes ten', async () => {
  const slow = await fired(between(0, 15), { properties: { evaluationFrequency: 'PT15M' } });
  expect(slow.fired.map(({ to }) => clock(to))).toEqual(['12:45']);
  const fast = await fired(between(0, 15), { properties: { evaluationFrequency: 'PT1M' } });
  expect(fast.fired.map(({ to }) => clock(to))).toEqual(['12:25']);
});

it('a short rest ends nothing, and the farthest value is told', async () => {
  const { fired: found } = await fired((at) =>
    at === 10 ? [['a', 7]] : at === 20 ? [['a', 30]] : [],
  );
  expect(found).toMatchObject([{ value: 30, isCut: false }]);
});

it('what is over the threshold from the first time on may have begun before, and what still is has no end', async () => {
  const { fired: found } = await fired(between(0, 60));
  expect(found).toMatchObject([{ isCut: true, to: null }]);
});

it('each value of the dimension is fired and resolved by itself', async () => {
  const { fired: found } = await fired((at) => [
    ...between(10, 20)(at),
    ...(at >= 30 ? [['b', 6] as [string, number]] : []),
  ]);
  expect(found.map(({ dimensions, to }) => [dimensions.name, clock(to)])).toEqual([
    ['a', '12:35'],
    ['b', undefined],
  ]);
});

it('a rule that does not resolve fires anew each time', async () => {
  const { fired: found } = await fired(between(10, 20), { properties: { autoMitigate: false } });
  expect(found.map(({ from, to }) => [clock(from), clock(to)])).toEqual([
    ['12:10', '12:10'],
    ['12:15', '12:15'],
    ['12:20', '12:20'],
  ]);
});

it('is evaluated at its own times, and at the end, which is now', async () => {
  const asked: number[] = [];
  const [rule] = parseAlertRules([ruleResource()]);
  const run: Run = async (_, __, to) => {
    asked.push((to - noon) / minute);
    return { columns: [{ name: 'name' }, { name: 'failures' }], rows: [] };
  };
  if (rule === undefined) throw new Error('there is no rule');
  await replay(rule, { from: noon + minute, to: noon + 12 * minute, isWanted: () => true }, run);
  expect(asked).toEqual([5, 10, 12]);
});

it('ends when nobody waits for it any more, and at the first query that fails', async () => {
  let left = 3;
  const stopped = await fired(between(0, 60), {}, () => left-- > 0);
  expect(stopped.evaluations).toBe(3);
  const { error, evaluations } = await fired(() => [], {
    condition: { metricMeasureColumn: 'percent' },
  });
  expect([error, evaluations]).toEqual(['The query gives no column percent.', 0]);
});
