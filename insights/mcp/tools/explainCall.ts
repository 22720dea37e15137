import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { explain } from '../../view/explain.ts';
import { toLeanRow } from '../../view/leanRow.ts';
import { pageOf } from '../callPage.ts';
import { callSchema, findCall, noCall, saidOfMore } from '../findCall.ts';
import { guarded } from '../guarded.ts';
import { dataNotice, toProblem, toResult } from '../result.ts';
import type { McpSources } from '../sources.ts';
import { readOnly } from './annotations.ts';

const inputSchema = z.strictObject(callSchema);

/** The tool that says why a call ended as it did. */
export function registerExplainCall(server: McpServer, sources: McpSources): void {
  const description = `Says in a sentence what happened in a call, for a failure why and what to do, and gives the row where its first cause is. ${dataNotice}`;
  server.registerTool(
    'explain_call',
    { title: 'Explain a call', description, inputSchema, annotations: readOnly },
    guarded(sources.mishaps, (which) => {
      const call = findCall(which, sources);
      if (call === undefined) return toProblem(noCall);
      const { text, fix, cause } = explain(call.rows);
      return toResult(`All of the call: get_call.${saidOfMore(call)}`, [
        {
          happened: text,
          ...(fix !== undefined && { whatToDo: fix }),
          firstCause: cause === undefined ? null : toLeanRow(cause),
          page: pageOf(sources.info().otlpEndpoint, call),
        },
      ]);
    }),
  );
}
