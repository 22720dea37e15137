import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { quantile } from './harness/statistics.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMs } from './harness/texts.ts';
import { type Called, startCaller } from './parties/startCaller.ts';
import { withParts } from './parties/withParts.ts';

const load = { do: 'firstTokens', perSecond: 20, lastSeconds: 2.5 } as const;
const bounds = [
  ['p50', 0.5, 3],
  ['p99', 0.99, 15],
] as const;

/** What a reader waits longer for the first words because of the app, while 50 other streams run. */
export const benchmark: Benchmark = {
  measures: 'added time to the first token, 50 streams running, 20 a second started',
  minutes: 2.5,
  turns: 3,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const caller = await startCaller(start);
      const ask = (called: Called, seconds: number) => async () =>
        (await caller.run({ ...load, called, seconds })).firstTokensMs;
      const all = (seconds: number) => ({
        model: ask('model', seconds),
        pipe: ask('pipe', seconds),
        worker: ask('worker', seconds),
      });
      await takeTurns('warming up', 1, all(3));
      const { of, reference } = await takeTurns('first token', turns, all(8));
      const [direct, piped, through] = [of.model.flat(), of.pipe.flat(), of.worker.flat()];
      const rows = bounds.map(([what, share, atMost]): Row => {
        const theirs = quantile(direct, share);
        const addedBy = (times: readonly number[]) => quantile(times, share) - theirs;
        const figure = addedBy(through);
        return {
          cells: [what, inMs(theirs), inMs(addedBy(piped)), inMs(figure)],
          judged: { figure, bound: { atMost, unit: 'ms' } },
        };
      });
      return [
        {
          title: `Time to the first text of ${through.length} streams, the model's own 100 ms included`,
          columns: ['', 'model', 'a pipe adds', 'the worker adds'],
          rows,
          reference,
        },
      ];
    });
  },
};
