import type { StoredRow } from '../../../api.ts';
import type { Row } from '../../../row.ts';
import { codeOf } from '../../../view/waterfall/rowKind.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { seqOf } from '../waterfall/tree/rowLines.ts';

/** The rows as the waterfall has them: each line's, then those that are signs on its bar; at the end what it does not show. */
export function inTreeOrder(
  rows: readonly StoredRow[],
  { lines }: Waterfall,
): readonly StoredRow[] {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const ordered = new Set<StoredRow>();
  for (const seq of lines.flatMap((line) => [line, ...line.marks].map(seqOf))) {
    const row = seq === undefined ? undefined : bySeq.get(seq);
    if (row !== undefined) ordered.add(row);
  }
  return [...ordered, ...rows.filter((row) => !ordered.has(row))];
}

/** Whether a row tells of a failure. */
function isFailure(row: Row): boolean {
  return row.itemType === 'exceptions' || codeOf(row) !== undefined;
}

/** The failure after the selected row in this order, the first one after the last; `first` when nothing is selected. */
export function nextFailure<T extends Row & { readonly seq: number }>(
  rows: readonly T[],
  selected: number | undefined,
  first: T | undefined,
): T | undefined {
  const at = rows.findIndex(({ seq }) => seq === selected);
  if (at === -1 && first !== undefined) return first;
  return rows.slice(at + 1).find(isFailure) ?? rows.find(isFailure);
}
