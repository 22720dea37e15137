import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { median } from './harness/statistics.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { asCount, inMs } from './harness/texts.ts';
import { type Called, type CallerReport, startCaller } from './parties/startCaller.ts';
import { withParts } from './parties/withParts.ts';

const sizes = [50, 150, 300, 450, 600, 900] as const;
const seconds = 3;

type Step = Pick<CallerReport, 'gapP99Ms' | 'residentMiB'>;

/** Streams are added while the earlier ones go on. */
export const benchmark: Benchmark = {
  measures: 'streams at once on one worker until p99 between their chunks doubles; memory of each',
  minutes: 2.5,
  turns: 2,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const caller = await startCaller(start);
      const growUntilSlow = (called: Called) => async () => {
        const steps: Step[] = [];
        for (const to of sizes) {
          steps.push(await caller.run({ do: 'grow', called, to, seconds }));
          if (!isQuick(steps, steps.length - 1)) break;
        }
        await caller.run({ do: 'close' });
        return steps;
      };
      const parties = {
        model: growUntilSlow('model'),
        pipe: growUntilSlow('pipe'),
        worker: growUntilSlow('worker'),
      };
      await caller.run({ do: 'grow', called: 'worker', to: 50, seconds: 5 }); // compiled by then
      await caller.run({ do: 'close' });
      const { of, reference } = await takeTurns('streams at once', turns, parties);
      const carried = (runs: readonly Step[][]) => median(runs.map(carriedBy));
      const figure = carried(of.worker);
      const [first = []] = of.worker; // later turns begin with the memory that this one took
      const each = kibibytesEach(first);
      return [
        {
          title: 'Streams before the 99th percentile between chunks is twice that of 50',
          columns: ['', 'measured'],
          reference,
          rows: [
            {
              cells: ['through the worker', asCount(figure)],
              judged: { figure, bound: { atLeast: 600 } },
            },
            { cells: ['through a bare node:http pipe', asCount(carried(of.pipe))] },
            { cells: ['from the model itself, by the same caller', asCount(carried(of.model))] },
            {
              cells: ['resident memory of the worker, a stream more', `${each.toFixed(0)} KB`],
              judged: { figure: each, bound: { atMost: 150, unit: 'KB' } },
            },
          ],
        },
        {
          title: 'The 99th percentile between chunks; – where a step before was too slow',
          columns: ['streams', 'model', 'pipe', 'worker'],
          reference: [],
          rows: sizes.map((size, at): Row => {
            const cell = (runs: readonly Step[][]) => {
              const found = runs.flatMap((steps) => steps[at]?.gapP99Ms ?? []);
              return found.length === 0 ? '–' : inMs(median(found));
            };
            return { cells: [asCount(size), cell(of.model), cell(of.pipe), cell(of.worker)] };
          }),
        },
      ];
    });
  },
};

function isQuick(steps: readonly Step[], at: number): boolean {
  return (steps[at]?.gapP99Ms ?? Number.NaN) <= 2 * (steps[0]?.gapP99Ms ?? Number.NaN);
}

function carriedBy(steps: readonly Step[]): number {
  return sizes[steps.findLastIndex((_, at) => isQuick(steps, at))] ?? 0;
}

/** Between the smallest number of streams and the largest that it carried. */
function kibibytesEach(steps: readonly Step[]): number {
  const last = Math.max(1, sizes.indexOf(carriedBy(steps) as (typeof sizes)[number]));
  const [few, many] = [steps[0]?.residentMiB, steps[last]?.residentMiB];
  const more = (sizes[last] ?? Number.NaN) - sizes[0];
  return (((many ?? Number.NaN) - (few ?? Number.NaN)) * 1_024) / more;
}
