import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';

/** `GET v1/models`: the default model and the fallbacks, as OpenAI lists models. */
export function registerModels(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('models', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'v1/models',
    handler: (_request: unknown, context: InvocationContext) =>
      answer(context, async (respond) => {
        const { inference } = await services;
        const data = inference.models.map((id) => ({
          id,
          object: 'model',
          created: 0,
          owned_by: 'callspan',
        }));
        respond({ jsonBody: { object: 'list', data } });
      }),
  });
}
