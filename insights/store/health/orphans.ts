import type { DatabaseSync } from 'node:sqlite';
import type { Row } from '../../row.ts';
import { problemBits, problemsOf } from '../problems.ts';

/** The newest are looked at one by one, within so many rows in all; older ones are taken as they were found. */
const looksAt = 100;
const mostRows = 4_000;
const rowsOfOne = 1_000;

/** Invocations with a row whose parent has not come. */
export interface Orphans {
  readonly count: number;
  readonly operationIds: readonly string[];
}

/**
 * Finds invocations whose last row came more than `waitMs` ago and which still lack a parent: in the invocation itself when it was
 * summed up, and now in all of its operation, as the parent may belong to another session.
 */
export function createOrphans(
  database: DatabaseSync,
): (now: number, waitMs: number, running: ReadonlySet<string>) => Orphans {
  const where = `problems > 0 AND problems & ${problemBits.missingParent} AND timestamp < ?`;
  const total = database.prepare(`SELECT count(*) AS n FROM invocations WHERE ${where}`);
  const newest = database.prepare(
    `SELECT operation_Id, session_Id, (SELECT received FROM items WHERE items.seq = invocations.seq) AS received
     FROM invocations WHERE ${where} ORDER BY timestamp DESC LIMIT ${looksAt}`,
  );
  const rowsOf = database.prepare(
    `SELECT row FROM items WHERE operation_Id = ?
     UNION ALL SELECT row FROM items WHERE invocation = ? AND session_Id IS NULL LIMIT ${rowsOfOne}`,
  );
  return (now, waitMs, running) => {
    const before = new Date(now - waitMs).toISOString();
    let read = 0;
    const operationIds: string[] = [];
    let cleared = 0;
    for (const { operation_Id, session_Id, received } of newest.all(before)) {
      if (read > mostRows) break;
      const rows = rowsOf
        .all(String(operation_Id), String(session_Id))
        .map(({ row }) => JSON.parse(String(row)) as Row);
      read += rows.length;
      const waits = Number(received ?? 0) > now - waitMs || running.has(String(session_Id));
      const lacks = (problemsOf(rows) & problemBits.missingParent) !== 0;
      if (waits || !lacks) cleared += 1;
      else operationIds.push(String(operation_Id));
    }
    return { count: Number(total.get(before)?.n) - cleared, operationIds };
  };
}
