import type { InvocationContext } from '@azure/functions';

/** What telemetry needs to know of any invocation, at its beginning. */
export function aboutInvocation({ invocationId, functionName, traceContext }: InvocationContext) {
  return {
    id: invocationId,
    functionName,
    hostTraceparent: traceContext?.traceParent,
    calledAt: performance.now(),
  };
}

/** Takes a worker's line when telemetry is dark. */
export function logTo(context: InvocationContext): (line: string) => void {
  return (line) => context.log(line);
}
