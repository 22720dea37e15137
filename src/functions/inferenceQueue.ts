import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { queueInvocation } from './invocation.ts';

/** The queue `inference-requests`: each message becomes one result, on blob and queue `inference-results`; a failed one at last. */
export function registerInferenceQueue(app: typeof FunctionApp, services: Promise<Services>): void {
  app.storageQueue('inferenceQueue', {
    queueName: 'inference-requests',
    connection: 'AzureWebJobsStorage',
    handler: async (body: unknown, context: InvocationContext) => {
      const { telemetry, jobs } = await services;
      const { id, dequeueCount } = context.triggerMetadata ?? {};
      const message = jobs.readMessage(body, id, dequeueCount);
      const log = (line: string) => context.log(line);
      await telemetry.runInvocation(queueInvocation(context, message), log, (span) =>
        jobs.run(message, span),
      );
    },
  });
}
