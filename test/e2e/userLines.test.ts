import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { type Host, startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { until } from '../time/until.ts';
import { startScriptedModel } from './scriptedModel.ts';
import { campingRequest } from './startApp.ts';

// The deployable with an addition of a fork: a hook that writes lines around every function.
const fork = `
const { app } = require(${JSON.stringify(createRequire(import.meta.url).resolve('@azure/functions'))});
app.hook.preInvocation((hook) => {
  const run = hook.functionHandler;
  hook.functionHandler = async (input, context) => {
    context.log('before');
    const result = await run(input, context);
    context.warn('after');
    return result;
  };
});
require(${JSON.stringify(join(root, 'dist/app/main.js'))});`;

const model = await startScriptedModel();
let insights: Receiver;
let host: Host;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-fork-'));
  await writeFile(join(folder, 'main.js'), fork);
  await writeFile(join(folder, 'package.json'), '{"main":"main.js","type":"commonjs"}');
  await writeFile(join(folder, 'host.json'), '{"version":"2.0"}');
  insights = await startReceiver();
  host = await startHost({
    appDir: folder,
    port: 0,
    settings: {
      AZURE_AI_INFERENCE_ENDPOINT: model.url,
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connectionString,
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_BLRP_SCHEDULE_DELAY: '200',
    },
  });
});
afterEach(async () => {
  await host.stop();
  await insights.stop();
  await rm(folder, { recursive: true });
});
afterAll(model.stop);

it.each([
  ['', {}],
  [
    ', of a caller whose own trace is not kept',
    { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' },
  ],
])(
  'lines of context.log arrive once, in the trace and the session of their invocation%s',
  async (_, headers) => {
    // With it, the real host leaves the lines to the worker; the built-in host sends none in any case.
    expect(host.capabilities()).toMatchObject({ WorkerOpenTelemetryEnabled: 'true' });
    const response = await fetch(`${host.url}/api/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(campingRequest),
    });
    expect(response.status).toBe(200);
    const session = response.headers.get('x-request-id') ?? '';
    await until(
      'three lines',
      () => insights.rows('traces'),
      (rows) => rows.length >= 3,
    );
    await host.stop(); // a duplicate line would have arrived by then

    const spans = await insights.rows('dependencies');
    const span = spans.find(({ session_Id }) => session_Id === session);
    const lines = await insights.rows('traces');
    expect(lines.map(({ message, severityLevel }) => [message, severityLevel])).toEqual(
      expect.arrayContaining([
        ['before', 1],
        ['after', 2],
        [expect.stringMatching(/^ok in \d+ ms, gpt-4o-2024-11-20, 1000 → 200 tokens$/), 1],
      ]),
    );
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line.session_Id).toBe(session);
      expect(line.operation_Id).toBe(span?.operation_Id);
    }
  },
);
