import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { answerChat } from './http/answerChat.ts';
import { runHttp } from './http/runHttp.ts';

/**
 * `POST openai/deployments/{deployment}/chat/completions`: the same completion at the path of Azure OpenAI's clients. As
 * there, the path names the model; `api-version` in the query is not read.
 */
export function registerAzureChatCompletions(
  app: typeof FunctionApp,
  services: Promise<Services>,
): void {
  app.http('azureChatCompletions', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'openai/deployments/{deployment}/chat/completions',
    handler: runHttp(services, 'generate_completion', (call) =>
      answerChat(call, call.caller.segments.at(-3) ?? ''),
    ),
  });
}
