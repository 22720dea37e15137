import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { StoredRow } from '../../api.ts';
import type { Row, Table } from '../../row.ts';
import { toRow } from './toRow.ts';

/** What is read at once, at most: an operation may have a million rows, and a row 30 MB. */
const mostRows = 20_000;
const mostCharacters = 64 * 1024 * 1024;

/** Rows, and whether there are more than can be read at once. */
interface RowList<T = StoredRow> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** What a list of rows is narrowed by. */
interface RowFilter {
  readonly since?: string | undefined;
  readonly session_Id?: string | undefined;
  readonly operation_Id?: string | undefined;
  readonly limit: number;
}

/** Questions to the table of rows. Throw when the database is in trouble. */
export interface RowReader {
  /** Rows of one table as they were sent, newest first. */
  rows(table: Table, filter: RowFilter): readonly Row[];
  /** All rows of an operation and of the host rows that belong to its invocations, oldest first, each shaped. */
  operation<T = StoredRow>(operationId: string, shape: (row: StoredRow) => T): RowList<T>;
  row(seq: number): StoredRow | undefined;
  /** Sequence number of the newest row; 0 when there is none. */
  lastSeq(): number;
  count(): number;
}

/** Reads what was received, which `flush` writes before each answer. */
export function createRowReader(database: DatabaseSync, flush: () => void): RowReader {
  const select = createSelect(database);
  const numberOf = (query: string) => {
    flush();
    return Number(database.prepare(`SELECT ${query} AS n FROM items`).get()?.n);
  };
  return {
    rows(table, filter) {
      flush();
      const shape = ({ seq, received, genAi, ...row }: StoredRow) => row as Row;
      return select(...toCondition(table, filter), shape).items;
    },
    operation(operationId, shape) {
      flush();
      return select(
        `WHERE operation_Id = ? OR (session_Id IS NULL AND invocation IN
           (SELECT session_Id FROM invocations WHERE operation_Id = ? AND session_Id <> ''))
         ORDER BY timestamp, seq`,
        [operationId, operationId],
        shape,
      );
    },
    row(seq) {
      flush();
      return select('WHERE seq = ?', [seq], (row) => row).items[0];
    },
    lastSeq: () => numberOf('coalesce(max(seq), 0)'),
    count: () => numberOf('count(*)'),
  };
}

function toCondition(
  table: Table,
  { since, session_Id, operation_Id, limit }: RowFilter,
): [string, SQLInputValue[]] {
  const conditions = [
    ['itemType = ?', table],
    ['timestamp >= ?', since],
    ['session_Id = ?', session_Id],
    ['operation_Id = ?', operation_Id],
  ].filter((pair): pair is [string, string] => pair[1] !== undefined);
  const where = conditions.map(([condition]) => condition).join(' AND ');
  const values = conditions.map(([, value]) => value);
  return [`WHERE ${where} ORDER BY timestamp DESC, seq DESC LIMIT ?`, [...values, limit]];
}

/** Reads rows by a condition, each shaped as it comes, so that what is cut from it is not held. */
function createSelect(database: DatabaseSync) {
  return <T>(
    where: string,
    values: readonly SQLInputValue[],
    shape: (row: StoredRow) => T,
  ): RowList<T> => {
    const items: T[] = [];
    let characters = 0;
    const found = database.prepare(`SELECT seq, received, row, genAi FROM items ${where}`);
    for (const { seq, received, ...kept } of found.iterate(...values)) {
      characters += String(kept.row).length + String(kept.genAi ?? '').length;
      if (items.length === mostRows || (characters > mostCharacters && items.length > 0)) {
        return { items, more: true };
      }
      items.push(
        shape({
          ...toRow(kept),
          seq: Number(seq),
          received: new Date(Number(received)).toISOString(),
        }),
      );
    }
    return { items, more: false };
  };
}
