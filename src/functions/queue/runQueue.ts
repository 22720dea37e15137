import type { InvocationContext, StorageQueueHandler } from '@azure/functions';
import type { Message } from '../../jobs/message.ts';
import type { Services } from '../../services.ts';
import type { Invocation, InvocationSpan } from '../../telemetry/spans/invocationSpan.ts';
import { aboutInvocation, logTo } from '../invocation.ts';

/** The handler of a queue function: reads the message and handles it inside the invocation's span. */
export function runQueue(
  services: Promise<Services>,
  read: (jobs: Services['jobs'], body: unknown, context: InvocationContext) => Message,
  handle: (jobs: Services['jobs'], message: Message, span: InvocationSpan) => Promise<void>,
): StorageQueueHandler {
  return async (body, context) => {
    const about = aboutInvocation(context);
    const { telemetry, jobs } = await services;
    const message = read(jobs, body, context);
    const invocation: Invocation = {
      ...about,
      work: 'generate_completion',
      trigger: 'pubsub',
      messageTraceparent: message.traceparent,
      conversation: message.conversation,
    };
    await telemetry.runInvocation(invocation, logTo(context), (span) =>
      handle(jobs, message, span),
    );
  };
}
