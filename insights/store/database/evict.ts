import type { DatabaseSync } from 'node:sqlite';
import type { Retention } from '../retention.ts';

/** Removed at a time, so that nobody waits long. */
const atOnce = 5_000;

/** Removes the oldest rows over what is kept; true when there were any. Within a transaction. */
export function evict(database: DatabaseSync, retention: Retention): boolean {
  const last = Number(database.prepare('SELECT max(seq) AS seq FROM items').get()?.seq ?? 0);
  const cutoff = database
    .prepare(
      `SELECT max(seq) AS seq FROM (SELECT seq, received FROM items ORDER BY seq LIMIT ${atOnce})
       WHERE seq <= ? OR received < ?`,
    )
    .get(last - retention.rows, Date.now() - retention.ms)?.seq;
  if (typeof cutoff !== 'number') return false;
  database.prepare('DELETE FROM items WHERE seq <= ?').run(cutoff);
  for (const table of ['errors', 'summaries']) {
    database
      .prepare(`DELETE FROM ${table} WHERE id IN (SELECT id FROM invocations WHERE seq <= ?)`)
      .run(cutoff);
  }
  database.prepare('DELETE FROM invocations WHERE seq <= ?').run(cutoff);
  return true;
}
