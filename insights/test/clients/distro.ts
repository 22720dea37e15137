import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry';
import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';

// The distro with its defaults: sampling, live metrics, performance counters and all.
useAzureMonitor({
  azureMonitorExporterOptions: { connectionString: process.env.CONNECTION_STRING ?? '' },
});

// The default sampler keeps five traces a second since it began: in the first 200 ms, hardly any.
await wait(1_000);

const tracer = trace.getTracer('client');
tracer.startActiveSpan('serve', { kind: SpanKind.SERVER }, (server) => {
  server.setAttribute('session.id', 's1');
  const chat = tracer.startSpan('chat gpt-4o', {
    kind: SpanKind.CLIENT,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 5 },
  });
  chat.recordException(new TypeError('broken'));
  chat.addEvent('retried', { attempt: 2 });
  chat.setStatus({ code: SpanStatusCode.ERROR });
  chat.end();
  const logger = logs.getLogger('client');
  logger.emit({ body: 'hello', severityNumber: SeverityNumber.WARN });
  logger.emit({ attributes: { 'microsoft.custom_event.name': 'bought', color: 'red' } });
  server.end();
});
metrics.getMeter('client').createCounter('sales').add(3, { shop: 'a' });
metrics.getMeter('client').createHistogram('sizes').record(7);

// Spans leave, and live metrics ask, every five seconds: the test has seen that when it closes our input.
await once(process.stdin.resume(), 'end');
await shutdownAzureMonitor();
