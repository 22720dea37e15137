import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { guarded } from '../guarded.ts';
import { dataNotice, toResult } from '../result.ts';
import type { McpSources } from '../sources.ts';
import { readOnly } from './annotations.ts';

/** The tool that says whether the telemetry can be trusted. */
export function registerTelemetryHealth(server: McpServer, sources: McpSources): void {
  const description = `Says whether telemetry comes and is whole: what is wrong with it and how to mend that, how many rows are here, whether prompts and answers are recorded. Ask it when calls or rows are missing. ${dataNotice}`;
  server.registerTool(
    'telemetry_health',
    {
      title: 'Health of the telemetry',
      description,
      inputSchema: z.strictObject({}),
      annotations: readOnly,
    },
    guarded(sources.mishaps, () => {
      const { checks, good, running } = sources.health();
      const { rows, recordsContent, app, evicted, starts } = sources.info();
      const troubles = checks.filter(({ state }) => state !== 'ok');
      const [lastStart = null] = starts;
      const passed = checks.length - troubles.length;
      return toResult(`Checks that pass: ${passed}. Those that do not: ${troubles.length}.`, [
        { rows, recordsContent, app, lastStart, evicted, running: running.length, good },
        ...troubles,
      ]);
    }),
  );
}
