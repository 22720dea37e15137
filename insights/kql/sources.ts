import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Question, Source, StoredValues } from './scan/readTable.ts';

/** How long a read waits for another process, in ms. */
const busyMs = 1_000;

/** Of a file so much is read where the system holds it, without a copy: a scan of whole rows takes two thirds of the time. */
const mappedBytes = 2 ** 31 - 65_536;

/** Few of these are kept among all others, so that each is a page of the file by itself. */
const rare = new Set<unknown>([
  'exceptions',
  'customEvents',
  'pageViews',
  'browserTimings',
  'availabilityResults',
]);

/** Whether whole rows are read that lie together. What lies apart, as an index does, takes three times as long without a copy. */
function isDense({ sql, values: [itemType] }: Question): boolean {
  return /\brow\b/.test(sql) && !rare.has(itemType);
}

/** The rows of a store's file, as they are when the first is read. */
export function openFile(file: string): Source & { close(): void } {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec(`PRAGMA busy_timeout = ${busyMs}; BEGIN`);
  const read = (question: Question) => {
    // While another question is still read, it stays as it was.
    database.exec(`PRAGMA mmap_size = ${isDense(question) ? mappedBytes : 0}`);
    return readFrom(database, question);
  };
  return { read, close: () => database.close() };
}

/** Rows that are read at once: that takes half the time of one by one. */
const atOnce = 100_000;

/** Rows of a question. */
export function* readFrom(
  database: DatabaseSync,
  { sql, values, stepwise }: Question,
): Iterable<StoredValues> {
  if (stepwise) {
    yield* oneByOne(database, sql, values);
    return;
  }
  const first = prepare(database, `${sql} LIMIT ${atOnce}`).all(...values);
  for (const row of first) yield toValues(row);
  if (first.length === atOnce)
    yield* oneByOne(database, `${sql} LIMIT -1 OFFSET ${atOnce}`, values);
}

function* oneByOne(database: DatabaseSync, sql: string, values: Question['values']) {
  for (const row of prepare(database, sql).iterate(...values)) yield toValues(row);
}

function prepare(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  // Node 22.13 has only rows as objects, which take some five times as long.
  const setArrays: unknown = Reflect.get(statement, 'setReturnArrays');
  if (typeof setArrays === 'function') Reflect.apply(setArrays, statement, [true]);
  return statement;
}

/** All columns of `items` that are asked for are texts and numbers. */
function toValues(row: unknown): StoredValues {
  return (Array.isArray(row) ? row : Object.values(Object(row))) as StoredValues;
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
export function heldRows(held: ReadonlyMap<string, readonly StoredValues[]>): Source {
  return {
    read(question) {
      const rows = held.get(keyOf(question));
      if (rows === undefined) throw new RowsMissing(question);
      return rows.map((row) => [...row]); // it is read again when others come
    },
  };
}

/** What tells one question from another. */
export function keyOf({ sql, values }: Question): string {
  return JSON.stringify([sql, values]);
}
