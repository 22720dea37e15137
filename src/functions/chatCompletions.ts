import type { app as FunctionApp, HttpRequest, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { deadlineIn } from '../values/deadline.ts';
import { answer } from './http/answer.ts';
import { sendEvents } from './http/eventStream.ts';
import { readBody } from './http/readBody.ts';
import { httpInvocation } from './invocation.ts';

/** `POST v1/chat/completions`: one completion, at once or as a stream, in OpenAI's wire format. */
export function registerChatCompletions(
  app: typeof FunctionApp,
  services: Promise<Services>,
): void {
  app.http('chatCompletions', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/chat/completions',
    handler: (request: HttpRequest, context: InvocationContext) =>
      answer(context, async (respond, caller) => {
        const { config, telemetry, inference } = await services;
        const invocation = httpInvocation(context, caller, 'generate_completion');
        const log = (line: string) => context.log(line);
        await telemetry.runInvocation(invocation, log, async () => {
          const chat = inference.parseBody(await readBody(request, caller));
          const deadline = deadlineIn(config.inference.httpDeadlineMs);
          const limits = { deadline, left: caller.left };
          if (chat.stream) await sendEvents(await inference.stream(chat, limits), caller, respond);
          else respond({ jsonBody: await inference.complete(chat, limits) });
        });
      }),
  });
}
