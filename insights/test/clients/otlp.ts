import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import * as jsonLogs from '@opentelemetry/exporter-logs-otlp-http';
import * as protoLogs from '@opentelemetry/exporter-logs-otlp-proto';
import * as jsonMetrics from '@opentelemetry/exporter-metrics-otlp-http';
import * as protoMetrics from '@opentelemetry/exporter-metrics-otlp-proto';
import * as jsonTraces from '@opentelemetry/exporter-trace-otlp-http';
import * as protoTraces from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

// OTEL_EXPORTER_OTLP_ENDPOINT and _COMPRESSION are OpenTelemetry's own, and its exporters read them.
const proto = process.env.ENCODING === 'protobuf';
const TraceExporter = (proto ? protoTraces : jsonTraces).OTLPTraceExporter;
const LogExporter = (proto ? protoLogs : jsonLogs).OTLPLogExporter;
const MetricExporter = (proto ? protoMetrics : jsonMetrics).OTLPMetricExporter;
const resource = resourceFromAttributes({
  'service.name': 'store',
  'service.namespace': 'shop',
  'service.instance.id': 'one',
  'service.version': '1.2.3',
});

const tracing = new BasicTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new TraceExporter())],
});
const tracer = tracing.getTracer('client');
tracer.startSpan('serve', { kind: SpanKind.SERVER, attributes: { 'session.id': 's1' } }).end();
const chat = tracer.startSpan('chat gpt-4o', {
  kind: SpanKind.CLIENT,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.usage.input_tokens': 5,
    'gen_ai.response.finish_reasons': ['stop'],
    'microsoft.custom_measurements': '{"cost":0.25}',
  },
});
chat.recordException(new TypeError('broken'));
chat.addEvent('retried', { attempt: 2 });
chat.setStatus({ code: SpanStatusCode.ERROR });
chat.end();

const logging = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: new LogExporter() })],
});
const logger = logging.getLogger('client');
logger.emit({ body: 'hello', severityNumber: SeverityNumber.WARN });
logger.emit({ body: { deep: [1] }, attributes: { 'session.id': 's1' } });
logger.emit({ attributes: { 'microsoft.custom_event.name': 'bought', color: 'red' } });
logger.emit({ attributes: { 'exception.type': 'TypeError', 'exception.message': 'broken' } });

const metering = new MeterProvider({
  resource,
  readers: [new PeriodicExportingMetricReader({ exporter: new MetricExporter() })],
});
const meter = metering.getMeter('client');
meter.createCounter('sales').add(3, { shop: 'a' });
meter.createCounter('sales').add(4, { shop: 'b' });
meter.createGauge('heat').record(-1.5);
meter.createHistogram('sizes').record(7);
meter.createHistogram('sizes').record(3);

await Promise.all([tracing.shutdown(), logging.shutdown(), metering.shutdown()]);
