import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { answerChat } from './http/answerChat.ts';
import { runHttp } from './http/runHttp.ts';

/** `POST v1/chat/completions`: one completion, whole or as a stream, in OpenAI's wire format. */
export function registerChatCompletions(
  app: typeof FunctionApp,
  services: Promise<Services>,
): void {
  app.http('chatCompletions', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/chat/completions',
    handler: runHttp(services, 'generate_completion', (call) => answerChat(call)),
  });
}
