import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { deadlineIn } from '../values/deadline.ts';
import { sendEvents } from './http/eventStream.ts';
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
    handler: runHttp(services, 'generate_completion', async (call) => {
      const { caller, respond } = call;
      const { config, inference } = call.services;
      const chat = await call.readChat();
      const deadline = deadlineIn(config.inference.httpDeadlineMs);
      const limits = { deadline, left: caller.left };
      if (chat.stream) await sendEvents(await inference.stream(chat, limits), caller, respond);
      else respond({ jsonBody: await inference.complete(chat, limits) });
    }),
  });
}
