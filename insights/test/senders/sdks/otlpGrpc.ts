import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

// OTEL_EXPORTER_OTLP_ENDPOINT and _COMPRESSION are OpenTelemetry's own, and its exporters read them.
const resource = resourceFromAttributes({
  'service.name': 'store',
  'service.namespace': 'shop',
  'service.instance.id': 'one',
  'service.version': '1.2.3',
});

const tracing = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
tracing.register();
const tracer = tracing.getTracer('client');
tracer.startActiveSpan('GET /', { kind: SpanKind.SERVER }, (server) => {
  server.setAttribute('session.id', 's1');
  const query = tracer.startSpan('SELECT', {
    kind: SpanKind.CLIENT,
    attributes: { 'db.system': 'mysql', 'db.statement': 'SELECT 1', 'net.peer.name': 'db' },
  });
  query.addEvent('retried', { attempt: 2 });
  query.recordException({ name: 'TypeError', message: 'broken' });
  query.setStatus({ code: SpanStatusCode.ERROR });
  query.end();
  server.end();
});

const logging = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
});
logging.getLogger('client').emit({ body: 'hello', severityNumber: SeverityNumber.WARN });

const metering = new MeterProvider({
  resource,
  readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
});
const meter = metering.getMeter('client');
meter.createCounter('sales').add(3, { shop: 'a' });
meter.createHistogram('sizes').record(7);

await Promise.all([tracing.shutdown(), logging.shutdown(), metering.shutdown()]);
