import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';

/** The queue `inference-requests`: each message becomes one result, on blob and queue `inference-results`. */
export function registerInferenceQueue(app: typeof FunctionApp, services: Promise<Services>): void {
  app.storageQueue('inferenceQueue', {
    queueName: 'inference-requests',
    connection: 'AzureWebJobsStorage',
    handler: async (body: unknown, context: InvocationContext) => {
      const { telemetry, jobs } = await services;
      const message = jobs.readMessage(body, context.triggerMetadata?.id);
      const invocation = {
        id: context.invocationId,
        functionName: context.functionName,
        trigger: 'pubsub',
        hostTraceparent: context.traceContext?.traceParent,
        messageTraceparent: message.traceparent,
        conversation: message.conversation,
      } as const;
      const log = (line: string) => context.log(line);
      await telemetry.runInvocation(invocation, log, (span) => jobs.run(message, span));
    },
  });
}
