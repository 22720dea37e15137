import { once } from 'node:events';
import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry';

// The peer: the sample that the distro's and the SDK's documentation add up to, with the distro's defaults and all spans
// kept. Its own tracing of the SDK, HTTP instrumentation and standard metrics are on.

const { INGESTION = '', APPLICATIONINSIGHTS_CONNECTION_STRING = '', MODEL = '' } = process.env;
useAzureMonitor({
  tracesPerSecond: 0,
  samplingRatio: 1,
  enableLiveMetrics: false, // not over http
  azureMonitorExporterOptions: {
    connectionString: APPLICATIONINSIGHTS_CONNECTION_STRING,
    ...{ host: INGESTION, allowInsecureConnection: true },
  },
});
const { trace } = await import('@opentelemetry/api');
const { default: createClient } = await import('@azure-rest/ai-inference');
const tracer = trace.getTracer('sample');
const client = createClient(MODEL, { key: 'local' }, { allowInsecureConnection: true });
client.pipeline.removePolicy({ name: 'ClientApiVersionPolicy' });

process.send?.({});
const [{ count }] = (await once(process, 'message')) as [{ count: number }];
for (let call = 0; call < count; call++) {
  await tracer.startActiveSpan('generate_completion', async (span) => {
    span.setAttribute('session.id', `bench-${call}`);
    await client.path('/chat/completions').post({
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'What should I pack?' }] },
    });
    span.end();
  });
}
await shutdownAzureMonitor();
process.send?.({});
