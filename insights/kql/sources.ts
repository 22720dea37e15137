import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Question, Source } from './scan/readTable.ts';

/** How long a read waits for another process, in ms. */
const busyMs = 1_000;

/** Of a file so much is read where the system holds it, without a copy: a scan takes two thirds of the time. */
const mappedBytes = 2 ** 31 - 65_536;

/** The rows of a store's file, as they are when the first is read. */
export function openFile(file: string): Source & { close(): void } {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec(`PRAGMA busy_timeout = ${busyMs}; PRAGMA mmap_size = ${mappedBytes}; BEGIN`);
  return { read: (question) => readFrom(database, question), close: () => database.close() };
}

/** Rows of a question, each a JSON list. */
export function* readFrom(database: DatabaseSync, { sql, values }: Question): Iterable<string> {
  const found = database.prepare(sql);
  // Node 22.13 has only rows as objects, which take some five times as long.
  const setArrays: unknown = Reflect.get(found, 'setReturnArrays');
  const asArrays = typeof setArrays === 'function';
  if (asArrays) Reflect.apply(setArrays, found, [true]);
  for (const row of found.iterate(...(values as SQLInputValue[]))) {
    yield String(asArrays ? Reflect.get(row, 0) : Object.values(row)[0]);
  }
}

/** Rows that must be asked for first: thrown where they are read, and the query is run again when they have come. */
export class RowsMissing extends Error {
  readonly question: Question;
  constructor(question: Question) {
    super('Rows are missing.');
    this.question = question;
  }
}

/** The rows of answers that have come, by their question. */
export function heldRows(held: ReadonlyMap<string, readonly string[]>): Source {
  return {
    read(question) {
      const rows = held.get(keyOf(question));
      if (rows === undefined) throw new RowsMissing(question);
      return rows;
    },
  };
}

/** What tells one question from another. */
export function keyOf({ sql, values }: Question): string {
  return JSON.stringify([sql, values]);
}
