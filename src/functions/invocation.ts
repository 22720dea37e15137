import type { InvocationContext } from '@azure/functions';

/** What telemetry needs to know of any invocation. */
export function aboutInvocation({ invocationId, functionName, traceContext }: InvocationContext) {
  return { id: invocationId, functionName, hostTraceparent: traceContext?.traceParent };
}

/** Takes a worker's line when telemetry is dark. */
export function logTo(context: InvocationContext): (line: string) => void {
  return (line) => context.log(line);
}
