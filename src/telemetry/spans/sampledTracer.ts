import { TraceFlags, type Tracer, trace } from '@opentelemetry/api';

/** Opens spans. */
export type SpanTracer = Pick<Tracer, 'startSpan'>;

/** The percentage of kept traces. The exporter reads it and computes a row's `itemCount` from it. */
const sampleRate = 'microsoft.sample_rate';

/**
 * Keeps `ratio` (0 to 1) of the traces: the same ones as the Functions host at that ratio, so that the host's
 * row of a call and ours are kept or dropped together. The distro's own sampler hashes the ID in lower case and
 * keeps other traces. A dropped span records nothing, and its context tells log lines and messages so.
 */
export function sampleTraces(tracer: SpanTracer, ratio: number): SpanTracer {
  if (ratio >= 1) return tracer;
  return {
    startSpan(name, options, parent) {
      const attributes = { ...options?.attributes, [sampleRate]: Math.round(ratio * 100) };
      // The trace of a span without a parent is known only once it starts; a span that never ends is never
      // sent.
      const span = tracer.startSpan(name, { ...options, attributes }, parent);
      const context = span.spanContext();
      if (isKept(context.traceId, ratio)) return span;
      return trace.wrapSpanContext({ ...context, traceFlags: TraceFlags.NONE });
    },
  };
}

/** Whether a trace is kept at a ratio. */
export function isKept(traceId: string, ratio: number): boolean {
  return ratio >= 1 || scoreOf(traceId) < ratio;
}

/**
 * A trace's value between 0 and 1: DJB2 over the ID in upper case. The Functions host uses the same, in Azure
 * Monitor's exporter for .NET (Azure.Monitor.OpenTelemetry.Exporter 1.10.0).
 */
function scoreOf(traceId: string): number {
  const greatest = 2 ** 31 - 1;
  let hash = 5381;
  for (const character of traceId.toUpperCase()) {
    hash = (Math.imul(hash, 33) + character.charCodeAt(0)) | 0;
  }
  return Math.min(Math.abs(hash), greatest) / greatest;
}
