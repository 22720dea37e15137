import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { databaseTrouble } from '../databaseTrouble.ts';
import { prepareSchema } from './schema.ts';

/** A database, and whether it is the one that was asked for. */
export interface Opened {
  readonly database: DatabaseSync;
  /** Why it is one in memory in place of the file. */
  readonly trouble?: string;
  /** Whether the file is still there: a removed one is written to in vain. */
  isThere(): boolean;
}

/** Opens a SQLite file, or `:memory:`; what cannot be opened is replaced by memory, so that telemetry is seen all the same. */
export function openDatabase(file: string): Opened {
  if (file === ':memory:') return inMemory();
  try {
    const database = open(file);
    const { ino } = statSync(file);
    const isThere = () => statSync(file, { throwIfNoEntry: false })?.ino === ino;
    return { database, isThere };
  } catch (error) {
    const trouble = databaseTrouble(error) ?? 'its file cannot be opened';
    return { ...inMemory(), trouble };
  }
}

function inMemory(): Opened {
  return { database: open(':memory:'), isThere: () => true };
}

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    prepareSchema(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
