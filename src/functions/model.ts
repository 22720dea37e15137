import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';
import { namesOf, toModel } from './http/toModel.ts';

/** `GET v1/models/{id}`: one of the models, as OpenAI shows it, or an alias under its own name; 404 `model_not_found` for another. */
export function registerModel(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('model', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'v1/models/{id}',
    handler: (_request: unknown, context: InvocationContext) =>
      answer(context, async (respond, caller) => {
        const all = await services;
        const asked = caller.segments.at(-1) ?? '';
        const model = all.inference.resolve(asked);
        if (!namesOf(all, caller.name).includes(model)) {
          throw new AppError(
            'model_not_found',
            'This app has no such model; GET v1/models lists them.',
            { param: 'model' },
          );
        }
        respond({ jsonBody: { ...toModel(model, all), id: asked } });
      }),
  });
}
