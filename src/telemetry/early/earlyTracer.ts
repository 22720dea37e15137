import { type Context, context, trace } from '@opentelemetry/api';
import type { SpanTracer } from '../spans/sampledTracer.ts';
import { EarlySpan, now } from './earlySpan.ts';
import type { Later } from './later.ts';

/**
 * Opens spans of `tracer`, which is asked once telemetry is there. Spans that are opened before, and spans with a start of
 * their own, keep their true times; a start that is given to a span of the SDK would round its end to whole ms.
 */
export function createEarlyTracer(later: Later, tracer: () => SpanTracer): SpanTracer {
  return {
    startSpan(name, options = {}, parent = context.active()) {
      const { startTime, ...rest } = options;
      if (later.isThere && startTime === undefined) {
        return tracer().startSpan(name, rest, withReal(parent));
      }
      const start = startTime ?? now();
      return new EarlySpan(later, () =>
        tracer().startSpan(name, { ...rest, startTime: start }, withReal(parent)),
      );
    },
  };
}

/** A context whose span is a real one: the SDK and the distro read more of a parent than its IDs. */
function withReal(parent: Context): Context {
  const span = trace.getSpan(parent);
  return span instanceof EarlySpan && span.real !== undefined
    ? trace.setSpan(parent, span.real)
    : parent;
}
