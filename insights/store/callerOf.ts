import { toPlainLine } from '../plainLine.ts';
import type { Row } from '../row.ts';

/** Callspan's names are no longer; another app may send anything. */
const maxLength = 64;

/** Who asked: the first of these rows that names a caller (`app.caller`), as one short line; null when none does. */
export function callerOf(rows: readonly (Row | undefined)[]): string | null {
  for (const row of rows) {
    const name = toPlainLine(row?.customDimensions['app.caller'] ?? '', maxLength);
    if (name !== '') return name;
  }
  return null;
}
