import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Operation, OperationList } from '../../api.ts';
import { sorts } from '../../store/order.ts';
import { pageOf } from '../callPage.ts';
import { guarded } from '../guarded.ts';
import { dataNotice, toProblem, toResult } from '../result.ts';
import type { McpSources } from '../sources.ts';
import { readOnly } from './annotations.ts';

const text = (what: string) => z.string().max(500).optional().describe(what);

/** The filters of `GET /api/operations`, by their names there. */
const inputSchema = z.strictObject({
  outcome: text('"failed" for all that failed, "ok", "running", or an error code'),
  q: text('search: words, an ID, or fields such as model:gpt-4o'),
  code: text('an error code that the call, or a part of it, met; also when a retry made it good'),
  app: text('cloud_RoleName of the app'),
  assistant: text('the assistant that answered'),
  caller: text('who asked: a name from CALLERS, by app.caller'),
  function: text('the function that ran'),
  model: text('the model that was asked'),
  minMs: z.number().nonnegative().optional().describe('only calls that took so long, in ms'),
  from: text('from this time on, ISO 8601'),
  to: text('before this time, ISO 8601'),
  conversation: text('ID of a conversation'),
  session: text('ID of a session: what an answer of the app names in x-request-id'),
  job: text('ID of a job'),
  sort: z.enum(sorts).optional().describe('time when absent'),
  order: z.enum(['asc', 'desc']).optional().describe('desc when absent: the newest first'),
  limit: z.int().min(1).max(100).default(20),
  before: text('`next` of the answer before: what follows it'),
});

/** The tool that lists calls. */
export function registerListCalls(server: McpServer, sources: McpSources): void {
  const description = `Lists calls of the app to models, the newest first, one JSON object a line. For why the last call failed: outcome "failed", limit 1, then explain_call with its operation_Id. ${dataNotice}`;
  server.registerTool(
    'list_calls',
    { title: 'List calls', description, inputSchema, annotations: readOnly },
    guarded(sources.mishaps, (filter) => {
      const query = new URLSearchParams(
        Object.entries(filter).map(([name, value]): [string, string] => [name, `${value}`]),
      );
      const { status, body } = sources.read(`/api/operations?${query}`);
      if (status !== 200) return toProblem((body as { error: string }).error);
      const { items, next } = body as OperationList;
      const more =
        next === null ? 'There are no more.' : `For those that follow, before: "${next}".`;
      const { otlpEndpoint: base } = sources.info();
      return toResult(
        items.length === 0
          ? 'No call is like this. Without filters all are listed; telemetry_health says what has come.'
          : `Calls: ${items.length}. ${more}`,
        items.map((item) => toLean(item, base)),
      );
    }),
  );
}

/** What is known of a call, without what only draws it. */
function toLean({ calls: _calls, seq: _seq, isCall: _isCall, ...call }: Operation, base: string) {
  const known = Object.entries(call).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(known), page: pageOf(base, call) };
}
