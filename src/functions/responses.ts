import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { answerResponses } from './http/answerResponses.ts';
import { runHttp } from './http/runHttp.ts';

/** `POST v1/responses`: OpenAI's Responses API, whole or as a stream. */
export function registerResponses(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('responses', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/responses',
    handler: runHttp(services, 'generate_completion', answerResponses),
  });
}
