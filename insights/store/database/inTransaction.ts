import type { DatabaseSync } from 'node:sqlite';

/** Does all of the work on a database, or when it throws none of it. Throws what the work threw. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // A full or broken disk has ended the transaction by itself.
  }
}
