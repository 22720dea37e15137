import type { TokenCredential } from '@azure/core-auth';
import { LogsQueryClient, type QueryTimeInterval } from '@azure/monitor-query-logs';
import { toLogsProblem } from '../verify/azure/logsProblem.ts';
import { queryCodeOf } from '../verify/azure/queryCode.ts';
import { Problem, toProblem } from '../verify/problem.ts';
import type { Table } from './formats.ts';
import { QueryError } from './queryError.ts';

const queryMs = 60_000;
/** What a workspace keeps when nobody has changed it. */
const all = 'P90D';

/**
 * Runs a query over an Application Insights resource in Azure, as `askLocal` does over the local one. Throws a
 * {@link QueryError}, also for a part of an answer. `endpoint` is Azure's own, except in tests.
 */
export async function askCloud(
  componentId: string,
  query: string,
  timespan: string | undefined,
  credential: TokenCredential,
  endpoint?: string,
): Promise<Table> {
  const client = new LogsQueryClient(credential, {
    retryOptions: { maxRetries: 1 },
    ...(endpoint !== undefined && { endpoint }),
  });
  const result = await client
    .queryResource(componentId.replace(/^\/+/, ''), query, toInterval(timespan ?? all), {
      requestOptions: { timeout: queryMs },
    })
    .catch((thrown: unknown) => {
      throw toQueryError(thrown);
    });
  if (result.status !== 'Success') {
    throw new QueryError(
      'Application Insights has only a part of the answer: ask for less, with --timespan or a where.',
    );
  }
  const [table] = result.tables;
  if (table === undefined) throw new QueryError('Application Insights gave no table.');
  const columns = table.columnDescriptors.map(({ name, type }) => ({
    name: `${name}`,
    type: `${type}`,
  }));
  return {
    columns,
    rows: table.rows.map((row) => row.map((cell, at) => toCell(cell, columns[at]?.type))),
  };
}

/** ISO 8601, as the query API takes it: a duration, or start and end, one of which may be a duration. */
function toInterval(text: string): QueryTimeInterval {
  const [first = '', second] = text.split('/');
  if (second === undefined) return { duration: toDuration(first) };
  if (first.startsWith('P')) return { duration: toDuration(first), endTime: toTime(second) };
  const startTime = toTime(first);
  return second.startsWith('P')
    ? { startTime, duration: toDuration(second) }
    : { startTime, endTime: toTime(second) };
}

function toDuration(text: string): string {
  if (/^P(?=.)(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(text)) return text;
  throw wrongTimespan();
}

function toTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw wrongTimespan();
  return time;
}

function wrongTimespan(): QueryError {
  return new QueryError('--timespan must be ISO 8601: PT1H, or 2026-01-31T10:00Z/PT1H.');
}

/** The client has made dates and objects of what came as text. */
function toCell(cell: unknown, type: string | undefined): unknown {
  if (cell instanceof Date) return cell.toISOString();
  return type === 'dynamic' && cell !== null && typeof cell !== 'string'
    ? JSON.stringify(cell)
    : cell;
}

/** Says that a query is wrong in our words: the service's own repeat the query's. */
function toQueryError(thrown: unknown): QueryError {
  const code = queryCodeOf(thrown);
  if (code !== undefined) {
    return new QueryError(
      `Application Insights does not take the query (${code}). Without --app, the local one says what is wrong with it.`,
    );
  }
  const known = toLogsProblem(thrown);
  const { message, remedy } = known instanceof Problem ? known : toProblem(known);
  return new QueryError(`${message} ${remedy}`);
}
