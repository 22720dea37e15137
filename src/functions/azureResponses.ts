import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { answerResponses } from './http/answerResponses.ts';
import { runHttp } from './http/runHttp.ts';

/** `POST openai/responses`: the same at the path of Azure OpenAI's clients; the body names the model, `api-version` is not read. */
export function registerAzureResponses(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('azureResponses', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'openai/responses',
    handler: runHttp(services, 'generate_completion', answerResponses),
  });
}
