import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { runHttp } from './http/runHttp.ts';

/** `POST v1/jobs`: accepts a chat request for the queue; answers 202 once the message is sent. */
export function registerCreateJob(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('createJob', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/jobs',
    handler: runHttp(services, 'send inference-requests', async (call) => {
      const { caller, span, respond } = call;
      const chat = await call.readChat();
      const headers = {
        idempotencyKey: caller.headers['idempotency-key'],
        conversation: caller.headers['x-conversation-id'],
        caller: caller.name,
      };
      const job = await call.services.jobs.accept(chat, headers, span);
      respond({
        status: 202,
        headers: { location: `/api/v1/jobs/${job.id}`, 'retry-after': '2' },
        jsonBody: job,
      });
    }),
  });
}
