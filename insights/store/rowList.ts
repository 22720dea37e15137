import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ListedRow, ListedRows } from '../api.ts';
import { tables } from '../row.ts';
import { noSpan } from './database/schema.ts';
import { holdsText } from './rows/holdsText.ts';
import { toListedRow } from './rows/toListedRow.ts';

/** What is a row, and no span. */
export const rowKinds = tables.filter(
  (table): table is ListedRow['kind'] => table !== 'requests' && table !== 'dependencies',
);

/** What a list of rows is narrowed by; `severity` is the least one. Times are as rows have them. */
export interface RowFilter {
  readonly kind?: ListedRow['kind'] | undefined;
  readonly severity?: number | undefined;
  readonly app?: string | undefined;
  /** Looked for in all that a row says, in small or large letters. */
  readonly q?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The last row that was seen. */
export interface RowCursor {
  readonly timestamp: string;
  readonly seq: number;
}

/** A search looks at no more rows at once, and at no more text: all else waits for it. About 0.1 s. */
const mostLooked = 20_000;
const mostCharacters = 64 * 1024 * 1024;

/** Lists rows that are no spans, newest first; what was received must have been flushed. Throws when the database is in trouble. */
export function createRowList(database: DatabaseSync) {
  return (
    { q = '', ...filter }: RowFilter,
    { before, limit }: { before?: RowCursor | undefined; limit: number },
  ): ListedRows => {
    const { where, values } = toWhere(filter, before);
    const holds = holdsText(q);
    const items: ListedRow[] = [];
    let looked = 0;
    let characters = 0;
    let last: RowCursor | undefined;
    const found = database.prepare(
      `SELECT seq, timestamp, row FROM items WHERE ${where} ORDER BY timestamp DESC, seq DESC`,
    );
    for (const { seq, timestamp, row } of found.iterate(...values)) {
      if (items.length === limit || looked === mostLooked || characters > mostCharacters) {
        return { items, next: last === undefined ? null : `${last.timestamp}~${last.seq}` };
      }
      const json = String(row);
      looked++;
      characters += json.length;
      last = { timestamp: String(timestamp), seq: Number(seq) };
      if (holds(json)) items.push(toListedRow(last.seq, JSON.parse(json)));
    }
    return { items, next: null };
  };
}

/**
 * Conditions on columns of one index, so that no row is read that they do not let through: that of kinds has no more than kinds, and
 * is kept from use by `+` where there is more.
 */
function toWhere(
  { kind, severity, app, from, to }: Omit<RowFilter, 'q'>,
  before: RowCursor | undefined,
): { where: string; values: readonly SQLInputValue[] } {
  const conditions: readonly (readonly [string, ...(SQLInputValue | undefined)[]])[] = [
    [severity === undefined && app === undefined ? 'itemType = ?' : '+itemType = ?', kind],
    ['severity >= ?', severity],
    ['app = ?', app],
    ['timestamp >= ?', from],
    ['timestamp < ?', to],
    ['(timestamp, seq) < (?, ?)', before?.timestamp, before?.seq],
  ];
  const set = conditions.filter(([, value]) => value !== undefined);
  return {
    where: [noSpan, ...set.map(([condition]) => condition)].join(' AND '),
    values: set.flatMap(([, ...values]) => values.filter((value) => value !== undefined)),
  };
}
