import type { Bound, Row, Table } from './benchmark.ts';
import { median } from './statistics.ts';

/** Whether a promise was kept; `refused` when the machine was not quiet enough to say. */
export type Verdict = 'met' | 'not met' | 'refused';

/** How much the reference loop may move in a run. */
const mostMoved = 0.2;

/**
 * How far the reference loop moved in a run: the medians of its two halves, the slower by the faster; 0 where it did not run. A
 * single time says what a neighbour on the same hardware does at that moment, which hits all parties alike.
 */
export function moved({ reference }: Table): number {
  if (reference.length === 0) return 0;
  const middle = Math.ceil(reference.length / 2);
  const halves = [reference.slice(0, middle), reference.slice(-middle)].map(median);
  return Math.max(...halves) / Math.min(...halves) - 1;
}

/** The verdict on a row; undefined where nothing is promised. */
export function verdict({ judged }: Row, table: Table): Verdict | undefined {
  if (judged === undefined) return undefined;
  if (moved(table) > mostMoved) return 'refused';
  return holds(judged.figure, judged.bound) ? 'met' : 'not met';
}

/** A figure that is NaN keeps no promise. */
function holds(figure: number, { atMost = Infinity, atLeast = -Infinity }: Bound): boolean {
  return figure <= atMost && figure >= atLeast;
}

/** Whether every promise was kept, and the machine quiet enough to say so. */
export function allMet(tables: readonly Table[]): boolean {
  return tables.every((table) =>
    table.rows.every((row) => (verdict(row, table) ?? 'met') === 'met'),
  );
}
