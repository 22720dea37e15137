import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { StoredRow } from '../api.ts';
import type { Row } from '../row.ts';

/** What is read at once, at most: an operation may have a million rows, and a row 30 MB. */
const mostRows = 20_000;
const mostCharacters = 64 * 1024 * 1024;

/** Rows, and whether there are more than can be read at once. */
export interface RowList<T = StoredRow> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** Reads rows by a condition, each shaped as it comes, so that what is cut from it is not held. */
export function createRowReader(database: DatabaseSync) {
  return <T>(
    where: string,
    values: readonly SQLInputValue[],
    shape: (row: StoredRow) => T,
  ): RowList<T> => {
    const items: T[] = [];
    let characters = 0;
    const found = database.prepare(`SELECT seq, received, row FROM items ${where}`);
    for (const { seq, received, row } of found.iterate(...values)) {
      const text = String(row);
      characters += text.length;
      if (items.length === mostRows || (characters > mostCharacters && items.length > 0)) {
        return { items, more: true };
      }
      items.push(
        shape({
          ...(JSON.parse(text) as Row), // as it was written: checked when it came
          seq: Number(seq),
          received: new Date(Number(received)).toISOString(),
        }),
      );
    }
    return { items, more: false };
  };
}
