import type { DatabaseSync } from 'node:sqlite';
import type { Retention } from '../retention.ts';

/** Removed at a time, so that nobody waits long. */
const atOnce = 5_000;

/** What stays when it is too large, so that not every batch has to look. */
const keptWhenFull = 0.99;

/** Removes the oldest rows over what is kept; true when there were any. Within a transaction. */
export function evict(database: DatabaseSync, retention: Retention): boolean {
  const cutoff = Math.max(lastOutdated(database, retention), lastTooMany(database, retention));
  if (cutoff < 0) return false;
  database.prepare('DELETE FROM items WHERE seq <= ?').run(cutoff);
  for (const table of ['errors', 'summaries']) {
    database
      .prepare(`DELETE FROM ${table} WHERE id IN (SELECT id FROM invocations WHERE seq <= ?)`)
      .run(cutoff);
  }
  database.prepare('DELETE FROM invocations WHERE seq <= ?').run(cutoff);
  return true;
}

/** The last of the oldest rows that are too old or too many; -1 when there is none. */
function lastOutdated(database: DatabaseSync, { rows, ms }: Retention): number {
  const last = Number(database.prepare('SELECT max(seq) AS seq FROM items').get()?.seq ?? 0);
  const seq = database
    .prepare(
      `SELECT max(seq) AS seq FROM (SELECT seq, received FROM items ORDER BY seq LIMIT ${atOnce})
       WHERE seq <= ? OR received < ?`,
    )
    .get(last - rows, Date.now() - ms)?.seq;
  return typeof seq === 'number' ? seq : -1;
}

/** The last of the oldest rows that hold, together, what the database is too large by; -1 when it is not. */
function lastTooMany(database: DatabaseSync, { bytes }: Retention): number {
  const read = (pragma: string) => Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
  const used = (read('page_count') - read('freelist_count')) * read('page_size');
  if (used <= bytes) return -1;
  const seq = database
    .prepare(
      `SELECT max(seq) AS seq FROM
         (SELECT seq, sum(length(row)) OVER (ORDER BY seq) - length(row) AS before
          FROM (SELECT seq, row FROM items ORDER BY seq LIMIT ${atOnce}))
       WHERE before < ?`,
    )
    .get(used - bytes * keptWhenFull)?.seq;
  return typeof seq === 'number' ? seq : -1;
}
