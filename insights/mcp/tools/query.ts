import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { formatCount } from '../../format.ts';
import type { QueryFault } from '../../kql/messages.ts';
import { parseTimespanOf } from '../../kql/timespan.ts';
import type { QueryResult } from '../../queryApi.ts';
import { tables } from '../../row.ts';
import { toShort } from '../../view/leanRow.ts';
import { guarded } from '../guarded.ts';
import { dataNotice, toProblem, toResult } from '../result.ts';
import type { McpSources } from '../sources.ts';
import { readOnly } from './annotations.ts';

/** More than a model wants to read; what it wants it can sum up in the query. */
const mostRows = 200;

const inputSchema = z.strictObject({
  query: z
    .string()
    .min(1)
    .max(64 * 1_024)
    .describe('KQL'),
  timespan: z
    .string()
    .max(100)
    .optional()
    .describe('ISO 8601: PT1H for the last hour, or two times with a slash; all rows when absent'),
});

/** The tool that runs KQL. */
export function registerQuery(server: McpServer, sources: McpSources): void {
  const description = `Runs a query in KQL over the telemetry, in the tables of Application Insights (${tables.join(', ')}; also AppRequests, AppDependencies and so on). Gives the columns, then one JSON array a row, ${mostRows} rows at most: sum up, or end with take. ${dataNotice}`;
  server.registerTool(
    'query',
    { title: 'Query in KQL', description, inputSchema, annotations: readOnly },
    guarded(sources.mishaps, async ({ query, timespan = '' }) => {
      const within = timespan === '' ? {} : parseTimespanOf(timespan, Date.now());
      if (within === undefined) {
        return toProblem('timespan is a duration or two times in ISO 8601, such as PT1H.');
      }
      const outcome = await sources.engine.run({ query, timespan: within, first: mostRows });
      if ('fault' in outcome) return toProblem(toLine(outcome.fault));
      const { tables: found, stats } = JSON.parse(outcome.json) as Result;
      const [{ columns, rows }] = found;
      const shown = rows.map((row) => row.map(toCell));
      const said =
        stats.rows > rows.length
          ? `The first ${rows.length} of ${formatCount(stats.rows)} rows.`
          : `Rows: ${rows.length}.`;
      const names = columns.map(({ name, type }) => `${name}:${type}`);
      return toResult(said, [names, ...shown]);
    }),
  );
}

interface Result extends Pick<QueryResult, 'stats'> {
  readonly tables: readonly [Pick<QueryResult, 'columns' | 'rows'>];
}

function toCell(value: unknown): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = toShort(text);
  return short === text ? value : short;
}

function toLine({ error, line, column }: QueryFault): string {
  const place = line === undefined ? '' : ` (line ${line}, column ${column})`;
  return `${error}${place} Mend the query and ask again.`;
}
