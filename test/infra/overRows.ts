import { type Answer, runQuery } from '../../insights/kql/runQuery.ts';
import { readFrom } from '../../insights/kql/sources.ts';
import type { Row as StoredRow } from '../../insights/row.ts';
import { openStore } from '../../insights/store/store.ts';

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
  const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  try {
    for (const [table, rows] of Object.entries(tables)) {
      store.write(rows.map((row) => toStored(table, row)));
    }
    return runQuery({
      query: declared + query,
      source: { read: (question) => readFrom(store.database, question) },
      now: to ?? Date.now(),
      withinMs,
      timespan: { from, to },
    });
  } finally {
    store.close();
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

/** As the store keeps a row: its times have microseconds, and what all rows have is there. */
function toStored(itemType: string, row: Row): StoredRow {
  const { timestamp = new Date() } = row;
  return {
    operation_Id: '',
    operation_ParentId: '',
    customDimensions: {},
    customMeasurements: {},
    ...row,
    itemType,
    timestamp: timestamp instanceof Date ? timestamp.toISOString().replace('Z', '000Z') : '',
  } as StoredRow;
}
