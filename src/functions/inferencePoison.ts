import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { runQueue } from './queue/runQueue.ts';

/**
 * The queue `inference-requests-poison`: a message that the host gave up, as its worker died each time, ends as
 * a failed result.
 */
export function registerInferencePoison(
  app: typeof FunctionApp,
  services: Promise<Services>,
): void {
  app.storageQueue('inferencePoison', {
    queueName: 'inference-requests-poison',
    connection: 'AzureWebJobsStorage',
    handler: runQueue(
      services,
      // Without the message ID, which is this copy's own: the same text must give the same job again.
      (jobs, body) => jobs.readMessage(body, undefined),
      (jobs, message, span) => jobs.bury(message, span),
    ),
  });
}
