import { logs } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const resource = resourceFromAttributes({ 'service.name': 'store', 'service.instance.id': 'one' });

// JSON, so that what is recorded can be read. OTEL_EXPORTER_OTLP_ENDPOINT is OpenTelemetry's own, and its exporters read it.
const tracing = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
const logging = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
});
tracing.register();
logs.setGlobalLoggerProvider(logging);

/** Sends what is left. */
export async function shutdown(): Promise<void> {
  await Promise.all([tracing.shutdown(), logging.shutdown()]);
}
