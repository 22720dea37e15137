import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { dataNotice } from './result.ts';
import type { McpSources } from './sources.ts';
import { registerExplainCall } from './tools/explainCall.ts';
import { registerGetCall } from './tools/getCall.ts';
import { registerListCalls } from './tools/listCalls.ts';
import { registerQuery } from './tools/query.ts';
import { registerTelemetryHealth } from './tools/telemetryHealth.ts';

/** What a client may tell its model of the whole. */
const instructions = `The telemetry of the app that is developed on this machine: its calls to models, with spans, log lines, exceptions, tokens and costs. Begin with list_calls; explain_call says why one failed, get_call gives all of it, query runs KQL over all rows, telemetry_health says what is missing. Nothing can be changed here. ${dataNotice}`;

/** The MCP server, by requests and answers of the web; a new one for each request, so that nothing is kept from one to the next. */
export function createHandler(sources: McpSources) {
  return createMcpHandler(
    () => {
      const { version } = sources.info();
      const server = new McpServer({ name: 'callspan-insights', version }, { instructions });
      registerListCalls(server, sources);
      registerGetCall(server, sources);
      registerExplainCall(server, sources);
      registerQuery(server, sources);
      registerTelemetryHealth(server, sources);
      return server;
    },
    { maxSubscriptions: 0 },
  );
}
