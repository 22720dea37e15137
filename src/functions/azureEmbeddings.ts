import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { answerEmbeddings } from './http/answerEmbeddings.ts';
import { runHttp } from './http/runHttp.ts';

/**
 * `POST openai/deployments/{deployment}/embeddings`: the same embeddings at the path of Azure OpenAI's clients. As there, the
 * path names the model; `api-version` in the query is not read.
 */
export function registerAzureEmbeddings(
  app: typeof FunctionApp,
  services: Promise<Services>,
): void {
  app.http('azureEmbeddings', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'openai/deployments/{deployment}/embeddings',
    handler: runHttp(services, 'generate_completion', (call) =>
      answerEmbeddings(call, call.caller.segments.at(-2) ?? ''),
    ),
  });
}
