import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { deadlineIn } from '../values/deadline.ts';
import { sendEvents, typedForm } from './http/eventStream.ts';
import { runHttp } from './http/runHttp.ts';
import { toTypedFrames } from './http/typedEvents.ts';

/** `POST v1/responses`: OpenAI's Responses API, whole or as a stream. */
export function registerResponses(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('responses', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/responses',
    handler: runHttp(services, 'generate_completion', async (call) => {
      const { caller, respond } = call;
      const { config, inference } = call.services;
      const request = inference.responses.parse(await call.readBody());
      const deadline = deadlineIn(config.inference.httpDeadlineMs);
      const limits = { deadline, left: caller.left };
      if (request.stream) {
        const events = await inference.responses.stream(request, limits);
        await sendEvents(toTypedFrames(events), caller, respond, typedForm);
      } else respond({ jsonBody: await inference.responses.create(request, limits) });
    }),
  });
}
