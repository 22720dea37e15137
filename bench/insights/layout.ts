import { rowsUnder } from '../../insights/test/view/rows.ts';
import { toWaterfall } from '../../insights/view/waterfall.ts';
import type { Row, Table } from '../harness/benchmark.ts';
import { timeReference } from '../harness/reference.ts';
import { median } from '../harness/statistics.ts';
import { inMs } from '../harness/texts.ts';

const shapes: Readonly<Record<string, (n: number) => string>> = {
  'one below the other': (n) => (n === 0 ? '' : `n${n - 1}`),
  'beside each other': (n) => (n === 0 ? '' : 'n0'),
  'without their parent': (n) => `lost${n}`,
};

/** How long the waterfall of a large trace takes. */
export function measureLayout(turns: number): Table {
  const reference = [timeReference()];
  const rows = Object.entries(shapes).map(([shape, under]): Row => {
    const trace = rowsUnder(10_000, under);
    const times = Array.from({ length: turns }, () => {
      const begin = performance.now();
      toWaterfall(trace);
      return performance.now() - begin;
    });
    reference.push(timeReference());
    const figure = median(times);
    return { cells: [shape, inMs(figure)], judged: { figure, bound: { atMost: 50, unit: 'ms' } } };
  });
  return { title: 'Layout of 10,000 rows', columns: ['rows', 'time'], rows, reference };
}
