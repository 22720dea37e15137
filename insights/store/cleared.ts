import type { DatabaseSync } from 'node:sqlite';

/** Notes that everything was deleted now: what came before is not missing. Within a transaction. */
export function addCleared(database: DatabaseSync): void {
  database.exec("DELETE FROM notes WHERE name = 'cleared'");
  database
    .prepare("INSERT INTO notes (name, value) VALUES ('cleared', ?)")
    .run(new Date().toISOString());
}

/** When everything was deleted last, in ms since 1970; 0 when it never was. */
export function readCleared(database: DatabaseSync): number {
  const found = database.prepare("SELECT value FROM notes WHERE name = 'cleared'").get();
  return found === undefined ? 0 : Date.parse(String(found.value));
}
