import { INVALID_SPAN_CONTEXT, metrics, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import type { TelemetryConfig } from '../config.ts';
import type { LineLogger } from './early/earlyLogger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type SpanTracer, sampleTraces } from './spans/sampledTracer.ts';

/** Where spans, lines and measurements go. */
export interface Signals {
  readonly tracer: SpanTracer;
  readonly logger: LineLogger;
  readonly metrics: Metrics;
}

/** What OpenTelemetry gives once it is configured. */
export function openSignals({ serviceVersion, samplingRatio }: TelemetryConfig): Signals {
  return {
    tracer: sampleTraces(trace.getTracer('callspan', serviceVersion), samplingRatio),
    logger: logs.getLogger('callspan', serviceVersion),
    metrics: createMetrics(metrics.getMeter('callspan', serviceVersion)),
  };
}

/** Signals that go nowhere. A parent's context is not handed on as if it were a span's own. */
export function darkSignals(): Signals {
  const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  return {
    tracer: { startSpan: () => span },
    logger: { emit() {} },
    metrics: { recordCall() {}, recordAgent() {}, recordTool() {}, countJob() {} },
  };
}
