import type { app as FunctionApp, HttpRequest, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';
import { aboutInvocation, logTo } from './invocation.ts';

/** `GET v1/jobs/{id}`: a job as it stands, with its completion or error; 200 also for one that failed. Another caller's is 404. */
export function registerGetJob(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('getJob', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'v1/jobs/{id}',
    handler: (_request: HttpRequest, context: InvocationContext) =>
      answer(context, async (respond, caller) => {
        const { telemetry, jobs } = await services;
        const id = caller.segments.at(-1) ?? '';
        const job = await jobs.read(id, caller.name).catch((thrown: unknown) => {
          telemetry.tellFailure(aboutInvocation(context), logTo(context), thrown);
          throw thrown;
        });
        const headers = job.status === 'queued' ? { 'retry-after': '2' } : {};
        respond({ headers, jsonBody: job });
      }),
  });
}
