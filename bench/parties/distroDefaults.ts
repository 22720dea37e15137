import { once } from 'node:events';
import { createRequire } from 'node:module';
import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry';
import { resolveLocally } from './resolveLocally.ts';

// The peer: what the documentation of the distro and of the inference SDK adds up to in a function with HTTP streaming,
// where the worker is an HTTP server. The distro's defaults, all spans kept: the SDK's own tracing, HTTP instrumentation
// and standard metrics are on.

resolveLocally();
const { INGESTION, APPLICATIONINSIGHTS_CONNECTION_STRING = '', MODEL = '' } = process.env;
useAzureMonitor({
  tracesPerSecond: 0,
  samplingRatio: 1,
  enableLiveMetrics: false, // not over http
  azureMonitorExporterOptions: {
    connectionString: APPLICATIONINSIGHTS_CONNECTION_STRING,
    ...(INGESTION === undefined ? {} : { host: INGESTION, allowInsecureConnection: true }),
  },
});
const { trace } = await import('@opentelemetry/api');
const { default: createClient } = await import('@azure-rest/ai-inference');
const { createServer } = createRequire(import.meta.url)('node:http') as typeof import('node:http');
const tracer = trace.getTracer('sample');
const client = createClient(MODEL, { key: 'local' }, { allowInsecureConnection: true });
client.pipeline.removePolicy({ name: 'ClientApiVersionPolicy' });

let calls = 0;
const server = createServer((request, response) => {
  request.resume();
  void tracer.startActiveSpan('generate_completion', async (span) => {
    span.setAttribute('session.id', `bench-${calls++}`);
    const { body } = await client.path('/chat/completions').post({
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'What should I pack?' }] },
    });
    span.end();
    response.end(JSON.stringify(body));
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;

process.on('disconnect', () => process.exit(1));
process.send?.({});
const [{ count }] = (await once(process, 'message')) as [{ count: number }];
for (let call = 0; call < count; call++) {
  // As the host's proxy calls the worker; `fetch` is not what the default instrumentation sees.
  const url = `http://127.0.0.1:${port}/api/v1/chat/completions`;
  await (await fetch(url, { method: 'POST', body: '{}' })).arrayBuffer();
}
process.send?.({});
await once(process, 'message');
await shutdownAzureMonitor();
process.send?.({});
