import type { InvocationContext } from '@azure/functions';
import type { Message } from '../jobs/message.ts';
import type { Invocation } from '../telemetry/invocationSpan.ts';
import type { Caller } from './http/caller.ts';

/** An HTTP invocation for telemetry, with the conversation that the caller names. */
export function httpInvocation(
  context: InvocationContext,
  { headers }: Caller,
  work: Invocation['work'],
): Invocation {
  return {
    ...aboutInvocation(context),
    work,
    trigger: 'http',
    conversation: headers['x-conversation-id'],
  };
}

/** A delivery of a queue message for telemetry: the message's own traceparent and conversation with it. */
export function queueInvocation(
  context: InvocationContext,
  { traceparent, conversation }: Message,
): Invocation {
  return {
    ...aboutInvocation(context),
    work: 'generate_completion',
    trigger: 'pubsub',
    messageTraceparent: traceparent,
    conversation,
  };
}

/** An invocation that opens no span. */
export function aboutInvocation({ invocationId, functionName, traceContext }: InvocationContext) {
  return { id: invocationId, functionName, hostTraceparent: traceContext?.traceParent };
}
