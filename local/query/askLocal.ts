import type { Table } from './formats.ts';
import { QueryError } from './queryError.ts';

/** Longer than the engine needs to start and to give up. */
const answerMs = 60_000;

/** Runs a query over the local Application Insights at a URL. Throws a {@link QueryError} with the place in the query that is wrong. */
export async function askLocal(
  insights: string,
  query: string,
  timespan: string | undefined,
): Promise<Table> {
  const response = await fetch(`${insights}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, timespan }),
    signal: AbortSignal.timeout(answerMs),
  }).catch(() => {
    throw new QueryError(`${insights} does not answer.`);
  });
  const answer = (await response.json().catch(() => ({}))) as {
    tables?: readonly Table[];
    error?: string;
    line?: number;
    column?: number;
  };
  const [table] = answer.tables ?? [];
  if (table !== undefined) return table;
  const place = answer.line === undefined ? '' : `${answer.line}:${answer.column} `;
  throw new QueryError(
    `${place}${answer.error ?? `${insights} is no local Application Insights.`}`,
  );
}
