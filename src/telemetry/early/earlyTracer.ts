import { context } from '@opentelemetry/api';
import type { SpanTracer } from '../spans/sampledTracer.ts';
import { EarlySpan, toEpochMs, withReal } from './earlySpan.ts';
import type { Later } from './later.ts';

/**
 * Opens spans of `tracer`, which is asked once telemetry is there. Spans that are opened before, and spans with a start of
 * their own, keep their true times; a start that is given to a span of the SDK would round its end to whole ms.
 */
export function createEarlyTracer(later: Later, tracer: () => SpanTracer): SpanTracer {
  return {
    startSpan(name, options, parent = context.active()) {
      if (later.isThere && options?.startTime === undefined) {
        return tracer().startSpan(name, options, withReal(parent));
      }
      const started = { ...options, startTime: options?.startTime ?? toEpochMs() };
      return new EarlySpan(later, () => tracer().startSpan(name, started, withReal(parent)));
    },
  };
}
