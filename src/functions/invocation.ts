import type { InvocationContext } from '@azure/functions';

/** What telemetry is told of any invocation. */
export function aboutInvocation({ invocationId, functionName, traceContext }: InvocationContext) {
  return { id: invocationId, functionName, hostTraceparent: traceContext?.traceParent };
}

/** Takes a worker's line where telemetry does not. */
export function logTo(context: InvocationContext): (line: string) => void {
  return (line) => context.log(line);
}
