import type { Row } from '../row.ts';
import { toShort } from '../view/leanRow.ts';

/** A row with the first characters of what is long, of whatever depth. */
export function toShortRow(row: Row): unknown {
  return JSON.parse(
    JSON.stringify(row, (_, value) => (typeof value === 'string' ? toShort(value) : value)),
  );
}
