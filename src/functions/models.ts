import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';
import { toModel } from './http/toModel.ts';

/** `GET v1/models`: the default model and the fallbacks, as OpenAI lists models. */
export function registerModels(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('models', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'v1/models',
    handler: (_request: unknown, context: InvocationContext) =>
      answer(context, async (respond) => {
        const { inference } = await services;
        respond({ jsonBody: { object: 'list', data: inference.models.map(toModel) } });
      }),
  });
}
