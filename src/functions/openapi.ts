import { readFile } from 'node:fs/promises';
import type { app as FunctionApp, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './http/answer.ts';

/** `GET v1/openapi.json`: the OpenAPI document, made from the schemas by the build (scripts/openapi.ts). */
export function registerOpenapi(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('openapi', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'v1/openapi.json',
    handler: (_request: unknown, context: InvocationContext) =>
      answer(context, async (respond) => {
        const { callers } = await services;
        const file = callers.areSet ? 'openapiOfCallers.json' : 'openapi.json';
        const body = await readFile(new URL(file, import.meta.url));
        respond({ headers: { 'content-type': 'application/json' }, body });
      }),
  });
}
