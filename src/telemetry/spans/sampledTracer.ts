import { TraceFlags, type Tracer, trace } from '@opentelemetry/api';

/** What opens spans. */
export type SpanTracer = Pick<Tracer, 'startSpan'>;

/** Read by the exporter: how many percent of the traces are kept, from which a row's `itemCount` is made. */
const sampleRate = 'microsoft.sample_rate';

/**
 * Keeps `ratio` (0 to 1) of the traces: those that the Functions host keeps at the same ratio, so that a call's host row and
 * its rows of ours are kept or dropped together. The distro's own sampler hashes the same ID in lower case, which keeps
 * others. A span that is dropped records nothing, and its context says so to log lines and messages.
 */
export function sampleTraces(tracer: SpanTracer, ratio: number): SpanTracer {
  if (ratio >= 1) return tracer;
  return {
    startSpan(name, options, parent) {
      const attributes = { ...options?.attributes, [sampleRate]: Math.round(ratio * 100) };
      // The trace of a span without a parent is known only once it has begun; what is never ended is never sent.
      const span = tracer.startSpan(name, { ...options, attributes }, parent);
      const context = span.spanContext();
      if (scoreOf(context.traceId) < ratio) return span;
      return trace.wrapSpanContext({ ...context, traceFlags: TraceFlags.NONE });
    },
  };
}

/**
 * Where a trace stands between 0 and 1: DJB2 over the ID in upper case, as Azure Monitor's exporter for .NET has it, which
 * the Functions host uses (Azure.Monitor.OpenTelemetry.Exporter 1.10.0).
 */
function scoreOf(traceId: string): number {
  const greatest = 2 ** 31 - 1;
  let hash = 5381;
  for (const character of traceId.toUpperCase()) {
    hash = (Math.imul(hash, 33) + character.charCodeAt(0)) | 0;
  }
  return Math.min(Math.abs(hash), greatest) / greatest;
}
