import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';
import { namesOf, toModel } from './http/toModel.ts';

/** `GET v1/models`: the default model, the fallbacks, the assistants and the embedding model, as OpenAI lists models. */
export function registerModels(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('models', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'v1/models',
    handler: (_request: unknown, context: InvocationContext) =>
      answer(context, async (respond, caller) => {
        const all = await services;
        const data = namesOf(all, caller.name).map((id) => toModel(id, all));
        respond({ jsonBody: { object: 'list', data } });
      }),
  });
}
