import type { Row } from '../../../row.ts';
import { codeOf } from '../../../view/waterfall/rowKind.ts';

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
