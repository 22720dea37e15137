import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { answerEmbeddings } from './http/answerEmbeddings.ts';
import { runHttp } from './http/runHttp.ts';

/** `POST v1/embeddings`: embeddings of the embedding deployment, in OpenAI's wire format. */
export function registerEmbeddings(app: typeof FunctionApp, services: Promise<Services>): void {
  app.http('embeddings', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/embeddings',
    handler: runHttp(services, 'generate_completion', (call) => answerEmbeddings(call)),
  });
}
