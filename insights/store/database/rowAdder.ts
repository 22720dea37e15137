import type { DatabaseSync } from 'node:sqlite';
import type { Row } from '../../row.ts';
import { invocationOf, sessionOf } from '../invocations/keys.ts';

/** A row as it is written, and the JSON that it became. */
export interface Added {
  readonly seq: number | bigint;
  readonly text: string;
}

/** Longest row as JSON, in characters: SQLite takes a billion bytes, and a page has to read it. */
const longestRow = 128 * 1024 * 1024;

/**
 * Prepares writing rows into `items`, each with when it came, in ms since 1970. Throws `RangeError` for a row that is too long,
 * else what the database threw.
 */
export function createRowAdder(database: DatabaseSync): (row: Row, received: number) => Added {
  const add = database.prepare(
    `INSERT INTO items (received, itemType, timestamp, operation_Id, session_Id, invocation, id, parent,
       name, duration, success, resultCode, app, severity, itemCount, valueSum, row, genAi)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (row, received) => {
    const { genAi, ...sent } = row;
    const text = JSON.stringify(sent);
    const read = genAi === undefined ? null : JSON.stringify(genAi);
    if (text.length + (read?.length ?? 0) > longestRow) throw new RangeError('A row is too long.');
    const { lastInsertRowid: seq } = add.run(
      received,
      row.itemType,
      row.timestamp,
      row.operation_Id,
      sessionOf(row) ?? null,
      invocationOf(row) ?? null,
      row.id || null,
      row.operation_ParentId || null,
      row.name ?? null,
      row.duration ?? null,
      row.success ?? null,
      row.resultCode ?? null,
      row.cloud_RoleName || null,
      typeof row.severityLevel === 'number' ? Math.trunc(row.severityLevel) : null,
      typeof row.itemCount === 'number' ? row.itemCount : null,
      typeof row.valueSum === 'number' ? row.valueSum : null,
      text,
      read,
    );
    return { seq, text };
  };
}
