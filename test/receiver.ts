import type { Row, Table } from '../local/ask/row.ts';
import { localInsights } from '../local/stack/insights.ts';

/** Keeps the telemetry of a test, and nothing else. */
export interface Receiver {
  readonly connectionString: string;
  /** The rows of a table that have arrived so far. */
  rows(table: Table): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

/** Starts a receiver for an app outside a stack, in memory or with a SQLite file. */
export async function startReceiver(file = ':memory:'): Promise<Receiver> {
  if (localInsights === undefined) {
    throw new Error('This test reads telemetry, and there is no local Application Insights.');
  }
  const options = { port: 0, file, say: () => {}, checks: () => [] };
  const { url, connectionString, stop } = await localInsights.start(options);
  return {
    connectionString,
    stop,
    async rows(table) {
      const lines = (await (await fetch(`${url}/api/export`)).text()).split('\n').filter(Boolean);
      const rows: Row[] = lines.map((line) => JSON.parse(line));
      return rows.filter(({ itemType }) => itemType === table);
    },
  };
}
