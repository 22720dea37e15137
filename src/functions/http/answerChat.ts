import { sendEvents } from './eventStream.ts';
import type { HttpCall } from './runHttp.ts';

/** Answers a chat request, whole or as a stream. `deployment` is the model that the path names, whatever the body says. */
export async function answerChat(call: HttpCall, deployment?: string): Promise<void> {
  const { caller, respond, within } = call;
  const { inference } = call.services;
  const chat = await call.readChat(deployment);
  const reserve = () => inference.reserve(chat);
  if (chat.stream) {
    await within(reserve, async (limits) =>
      sendEvents(await inference.stream(chat, limits), caller, respond),
    );
  } else respond({ jsonBody: await within(reserve, (limits) => inference.complete(chat, limits)) });
}
