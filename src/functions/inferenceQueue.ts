import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { runQueue } from './queue/runQueue.ts';

/**
 * The queue `inference-requests`: each message becomes one result, on blob and queue `inference-results`, a
 * failed one if need be.
 */
export function registerInferenceQueue(app: typeof FunctionApp, services: Promise<Services>): void {
  app.storageQueue('inferenceQueue', {
    queueName: 'inference-requests',
    connection: 'AzureWebJobsStorage',
    handler: runQueue(
      services,
      (jobs, body, { triggerMetadata: { id, dequeueCount } = {} }) =>
        jobs.readMessage(body, id, dequeueCount),
      (jobs, message, span) => jobs.run(message, span),
    ),
  });
}
