import type { DatabaseSync } from 'node:sqlite';

const kept = 20;

/** Notes that the app was started now, so that calls before and after a change of code can be told apart. Within a transaction. */
export function addStart(database: DatabaseSync): void {
  database
    .prepare("INSERT INTO notes (name, value) VALUES ('start', ?)")
    .run(new Date().toISOString());
  database.exec(
    `DELETE FROM notes WHERE name = 'start' AND rowid NOT IN
       (SELECT rowid FROM notes WHERE name = 'start' ORDER BY value DESC LIMIT ${kept})`,
  );
}

/** When the app was started, newest first, ISO 8601. */
export function readStarts(database: DatabaseSync): readonly string[] {
  return database
    .prepare(`SELECT value FROM notes WHERE name = 'start' ORDER BY value DESC LIMIT ${kept}`)
    .all()
    .map(({ value }) => String(value));
}
