import { build } from '../scripts/build.ts';
import type { Benchmark, Row, Table } from './harness/benchmark.ts';
import { median } from './harness/statistics.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { asCount, inMicroseconds } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { cpuOf } from './parties/figuresOf.ts';
import { type Ask, type Handlers, startHandlers } from './parties/startHandlers.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

/** One thing that grows; from the third size on the cost of a unit is compared with the size before. */
interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  /** How many calls a turn is. */
  readonly count: (size: number) => number;
  readonly ask: (size: number) => Ask;
}

const curves: readonly Curve[] = [
  {
    title: 'Messages of a request',
    unit: 'message',
    sizes: [1, 100, 500, 2_000],
    count: (size) => Math.ceil(200_000 / (size + 100)),
    ask: (messages) => ({ messages }),
  },
  {
    title: 'KB of a prompt',
    unit: 'KB',
    sizes: [1, 100, 1_000, 4_000],
    count: (size) => Math.ceil(80_000 / (size + 40)),
    ask: (size) => ({ promptBytes: size * 1_000 }),
  },
  {
    title: 'Chunks of a stream',
    unit: 'chunk',
    sizes: [10, 100, 1_000, 5_000],
    count: (size) => Math.ceil(60_000 / (size + 20)),
    ask: (chunks) => ({ stream: true, chunks }),
  },
];
const straight = { atMost: 1.2 };

/** How the cost of a call grows with its size. */
export const benchmark: Benchmark = {
  measures: 'how CPU a call grows with messages, prompt and chunks: the cost of one more',
  minutes: 2,
  turns: 5,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const settings = toSettings(await start(startModel()), await start(startIngestion()));
      const tables: Table[] = [];
      for (const curve of curves) {
        const handlers = await startHandlers(settings);
        tables.push(await draw(curve, handlers, turns).finally(handlers.stop));
      }
      return tables;
    });
  },
};

async function draw(curve: Curve, handlers: Handlers, turns: number): Promise<Table> {
  const { title, unit, sizes, count, ask } = curve;
  const parties = Object.fromEntries(
    sizes.map((size) => [`${size}`, () => askHandlers(handlers, count(size), ask(size))]),
  );
  await takeTurns('warming up', 1, parties);
  const { of, reference } = await takeTurns(title, turns, parties);
  const costs = sizes.map((size) => median(cpuOf(of[`${size}`] ?? [])));
  const perUnit = sizes.map((size, at) => costOfOne(sizes, costs, size, at));
  const rows = sizes.map((size, at): Row => {
    const more = perUnit[at];
    const before = perUnit[at - 1];
    const ratio = (more ?? Number.NaN) / (before ?? Number.NaN);
    return {
      cells: [
        asCount(size),
        inMicroseconds(costs[at] ?? Number.NaN),
        more === undefined ? '' : inMicroseconds(more),
        before === undefined ? '' : ratio.toFixed(2),
      ],
      ...(at === sizes.length - 1 && { judged: { figure: ratio, bound: straight } }),
    };
  });
  const columns = [title, 'CPU a call', `one ${unit} more`, 'against the row above'];
  return { title, columns, rows, reference };
}

/** What one more costs, counted from the smallest size: what a call costs in any case is not in it. */
function costOfOne(
  [first = 0]: readonly number[],
  costs: readonly number[],
  size: number,
  at: number,
): number | undefined {
  return at === 0 ? undefined : ((costs[at] ?? 0) - (costs[0] ?? 0)) / (size - first);
}
