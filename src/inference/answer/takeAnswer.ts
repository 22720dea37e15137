import { toAppError } from '../../errors.ts';
import type { Limits } from '../../values/deadline.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { Asked } from '../request/asked.ts';
import { toChatCall } from '../request/chatCall.ts';
import { toModelRequest } from '../request/modelRequest.ts';
import type { Attempt } from '../retry/complete.ts';
import { callModel } from './callModel.ts';
import type { ChatAnswer } from './chatAnswer.ts';
import { toChatAnswered } from './completion.ts';

/** Converts an answer, given the deployment that gave it; what it throws fails the call. */
type Take<T> = (answer: ChatAnswer, model: string) => T;

/** Asks the models until one answers, each call in a span, and returns what `take` makes of the answer. */
export function takeAnswer<T>(
  access: ModelAccess,
  asked: Asked,
  limits: Limits,
  take: Take<T>,
): Promise<T> {
  return access.retried(asked, limits, (attempt) => callOnce(access, asked, attempt, take));
}

async function callOnce<T>(
  { config, client, openChatSpan }: ModelAccess,
  asked: Asked,
  { model, number, limits }: Attempt,
  take: Take<T>,
): Promise<T> {
  const span = openChatSpan(toChatCall(asked, model, number, config));
  try {
    const body = toModelRequest(asked, model, config);
    const answer = await callModel(client, body, limits, span.responded);
    const taken = take(answer, model);
    span.succeeded(toChatAnswered(answer, model, config.prices));
    return taken;
  } catch (thrown) {
    span.failed(toAppError(thrown).code);
    throw thrown;
  }
}
