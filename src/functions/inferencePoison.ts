import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { queueInvocation } from './invocation.ts';

/** The queue `inference-requests-poison`: what the host gave up, as its worker died each time, ends as a failed result. */
export function registerInferencePoison(
  app: typeof FunctionApp,
  services: Promise<Services>,
): void {
  app.storageQueue('inferencePoison', {
    queueName: 'inference-requests-poison',
    connection: 'AzureWebJobsStorage',
    handler: async (body: unknown, context: InvocationContext) => {
      const { telemetry, jobs } = await services;
      // Not by its ID, which the host gave this copy: the same text must give the same job again.
      const message = jobs.readMessage(body, undefined);
      const log = (line: string) => context.log(line);
      await telemetry.runInvocation(queueInvocation(context, message), log, (span) =>
        jobs.bury(message, span),
      );
    },
  });
}
