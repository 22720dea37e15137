import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { toMarkdown } from '../../view/markdown.ts';
import { pageOf } from '../callPage.ts';
import { callSchema, findCall, noCall, saidOfMore } from '../findCall.ts';
import { guarded } from '../guarded.ts';
import { dataNotice, toMarkdownResult, toProblem, toResult } from '../result.ts';
import { toShortRow } from '../shortRow.ts';
import type { McpSources } from '../sources.ts';
import { readOnly } from './annotations.ts';

const inputSchema = z.strictObject({
  ...callSchema,
  format: z
    .enum(['markdown', 'json'])
    .default('markdown')
    .describe('markdown: what happened, to be read; json: its rows as they are stored, one a line'),
});

/** The tool that gives all of one call. */
export function registerGetCall(server: McpServer, sources: McpSources): void {
  const description = `Gives one call: what happened, facts, the tree of its spans, the rows that failed, and what was asked and answered where that was recorded. ${dataNotice}`;
  server.registerTool(
    'get_call',
    { title: 'Get a call', description, inputSchema, annotations: readOnly },
    guarded(sources.mishaps, ({ format, ...which }) => {
      const call = findCall(which, sources);
      if (call === undefined) return toProblem(noCall);
      const page = pageOf(sources.info().otlpEndpoint, call);
      const said = `For a person: ${page}.${saidOfMore(call)}`;
      if (format === 'json') return toResult(said, call.rows.map(toShortRow));
      return toMarkdownResult(said, toMarkdown(call.rows));
    }),
  );
}
