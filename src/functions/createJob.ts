import type { app as FunctionApp, HttpRequest, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';
import { readBody } from './http/readBody.ts';
import { httpInvocation } from './invocation.ts';

/** `POST v1/jobs`: accepts a chat request for the queue; 202 is sent when its message is. */
export function registerCreateJob(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('createJob', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/jobs',
    handler: (request: HttpRequest, context: InvocationContext) =>
      answer(context, async (respond, caller) => {
        const { telemetry, inference, jobs } = await services;
        const invocation = httpInvocation(context, caller, 'send inference-requests');
        const log = (line: string) => context.log(line);
        await telemetry.runInvocation(invocation, log, async (span) => {
          const chat = inference.parseBody(await readBody(request, caller));
          const headers = {
            idempotencyKey: caller.headers['idempotency-key'],
            conversation: caller.headers['x-conversation-id'],
          };
          const job = await jobs.accept(chat, headers, span);
          respond({
            status: 202,
            headers: { location: `/api/v1/jobs/${job.id}`, 'retry-after': '2' },
            jsonBody: job,
          });
        });
      }),
  });
}
