import type { Bound, Row, Table } from './benchmark.ts';

/** Whether a promise was kept; `refused` when the machine was not quiet enough to say. */
export type Verdict = 'met' | 'not met' | 'refused';

/** How much the reference loop may move in a run. */
const mostMoved = 0.2;

/** How much longer the reference loop took at its slowest than at its fastest; 0 where it did not run. */
export function moved({ reference }: Table): number {
  return reference.length === 0 ? 0 : Math.max(...reference) / Math.min(...reference) - 1;
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
