import type { StoredRow } from '../../../api.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { seqOf } from '../waterfall/rowLines.ts';

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
