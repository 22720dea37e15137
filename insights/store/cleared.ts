import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './database/inTransaction.ts';

/** Deletes all telemetry, and notes when: what came before is not missing. Throws when the database is in trouble. */
export function deleteAll(database: DatabaseSync): void {
  inTransaction(database, () => {
    for (const table of ['items', 'invocations', 'errors', 'summaries', 'findings']) {
      database.exec(`DELETE FROM ${table}`);
    }
    database.exec("DELETE FROM notes WHERE name = 'cleared'");
    database
      .prepare("INSERT INTO notes (name, value) VALUES ('cleared', ?)")
      .run(new Date().toISOString());
  });
}

/** When everything was deleted last, in ms since 1970; 0 when it never was. */
export function readCleared(database: DatabaseSync): number {
  const found = database.prepare("SELECT value FROM notes WHERE name = 'cleared'").get();
  return found === undefined ? 0 : Date.parse(String(found.value));
}
