import type { StoredRow } from '../../../../api.ts';
import type { Line, Mark } from '../../../../view/waterfall.ts';

/** `seq` of the row that a line or a sign stands for: the rows of the pages are stored ones. */
export function seqOf({ row }: Line | Mark): number | undefined {
  return (row as StoredRow | undefined)?.seq;
}

/** The line of a row, or the one on whose bar it is a sign; -1 for none. */
export function indexOfRow(lines: readonly Line[], seq: number | undefined): number {
  if (seq === undefined) return -1;
  const at = lines.findIndex((line) => seqOf(line) === seq);
  if (at !== -1) return at;
  return lines.findIndex(({ marks }) => marks.some((mark) => seqOf(mark) === seq));
}

/** Keys of the lines that stand for one of these rows, or bear it as a sign. */
export function keysOfRows(lines: readonly Line[], rows: ReadonlySet<number>): ReadonlySet<string> {
  if (rows.size === 0) return new Set();
  const isOne = (each: Line | Mark) => rows.has(seqOf(each) ?? -1);
  return new Set(
    lines.filter((line) => isOne(line) || line.marks.some(isOne)).map(({ key }) => key),
  );
}
