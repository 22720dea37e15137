import { DatabaseSync } from 'node:sqlite';
import { type Answer, runQuery } from '../../insights/kql/runQuery.ts';
import { readFrom } from '../../insights/kql/sources.ts';

/** A row by its columns: text, number, date, the object of a dynamic column, or null. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * What each table holds, in the names of the component; columns that a row leaves out are empty. Tables that only Azure fills, in
 * their own names, are given as `declared`.
 */
export type Tables = Readonly<Record<string, readonly Row[]>>;

/** Longer than any of these queries needs on a busy machine. */
const withinMs = 60_000;

/** What a query gives over rows, by the engine of the local Application Insights. Times are ms since 1970. */
export function answerOver(
  query: string,
  tables: Tables,
  { from, to, declared = '' }: { from?: number; to?: number; declared?: string } = {},
): Answer {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(
      "CREATE TABLE items (itemType TEXT, row TEXT, timestamp AS (row ->> 'timestamp'))",
    );
    const insert = database.prepare('INSERT INTO items (itemType, row) VALUES (?, ?)');
    for (const [table, rows] of Object.entries(tables)) {
      for (const row of rows) insert.run(table, toStored(row));
    }
    return runQuery({
      query: declared + query,
      source: { read: (question) => readFrom(database, question) },
      now: to ?? Date.now(),
      withinMs,
      timespan: { from, to },
      pushdown: false,
    });
  } finally {
    database.close();
  }
}

/** The same as rows with names. */
export function overRows(query: string, tables: Tables, declared = ''): readonly Row[] {
  const { columns, rows } = answerOver(query, tables, { declared });
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])));
}

/** Metrics of the platform as a table in the query, which hides the one that is empty here. */
export function declareMetrics(
  rows: readonly { at?: number; name: string; total: number }[],
): string {
  const lines = rows.map(
    ({ at = 0, name, total }) => `datetime(${new Date(at).toISOString()}), "${name}", ${total}.0`,
  );
  return `let AzureMetrics = datatable(TimeGenerated: datetime, MetricName: string, Total: real)[${lines}];\n`;
}

/** As the store writes a row: its times have microseconds. */
function toStored(row: Row): string {
  return JSON.stringify(row, function (this: Row, key, value: unknown) {
    const given = this[key];
    return given instanceof Date ? given.toISOString().replace('Z', '000Z') : value;
  });
}
