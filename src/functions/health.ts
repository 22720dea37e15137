import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';

/** `GET health`: 200 when the worker is up and configured. It needs no key and shows no secrets. */
export function registerHealth(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('health', {
    methods: ['GET'],
    authLevel: 'anonymous',
    route: 'health',
    handler: (_request: unknown, context: InvocationContext) =>
      answer(context, async (respond) => {
        const { config, telemetry, inference } = await services;
        await telemetry.ready();
        respond({
          jsonBody: {
            status: 'ok',
            version: config.telemetry.serviceVersion,
            model: inference.models[0],
            telemetry: { state: telemetry.state, droppedSpans: telemetry.droppedSpans },
          },
        });
      }),
  });
}
