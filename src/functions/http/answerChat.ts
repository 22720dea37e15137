import { deadlineIn } from '../../values/deadline.ts';
import { sendEvents } from './eventStream.ts';
import type { HttpCall } from './runHttp.ts';

/** Answers a chat request, whole or as a stream. `deployment` is the model that the path names, whatever the body says. */
export async function answerChat(call: HttpCall, deployment?: string): Promise<void> {
  const { caller, respond } = call;
  const { config, inference } = call.services;
  const chat = await call.readChat(deployment);
  const deadline = deadlineIn(config.inference.httpDeadlineMs);
  const limits = { deadline, left: caller.left };
  if (chat.stream) await sendEvents(await inference.stream(chat, limits), caller, respond);
  else respond({ jsonBody: await inference.complete(chat, limits) });
}
