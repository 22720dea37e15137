import type { app as FunctionApp, HttpRequest, InvocationContext } from '@azure/functions';
import type { Services } from '../services.ts';
import { answer } from './answer.ts';
import { requestHeaders } from './rawRequests.ts';
import { readBody } from './readBody.ts';

/** `POST v1/chat/completions`: one completion, in OpenAI's wire format. */
export function registerChatCompletions(
  app: typeof FunctionApp,
  services: Promise<Services>,
): void {
  app.http('chatCompletions', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'v1/chat/completions',
    handler: (request: HttpRequest, context: InvocationContext) =>
      answer(context, async () => {
        const { config, telemetry, inference } = await services;
        const headers = requestHeaders(context.invocationId);
        const invocation = {
          id: context.invocationId,
          functionName: context.functionName,
          trigger: 'http',
          hostTraceparent: context.traceContext?.traceParent,
          conversation: headers['x-conversation-id'],
        } as const;
        const log = (line: string) => context.log(line);
        return telemetry.runInvocation(invocation, log, async () => {
          const chat = inference.parseBody(await readBody(request, headers['content-type']));
          return { jsonBody: await inference.complete(chat, config.inference.httpDeadlineMs) };
        });
      }),
  });
}
