import { type ErrorCode, toAppError } from '../../errors.ts';
import { afterFirst } from '../../values/afterFirst.ts';
import type { Limits } from '../../values/deadline.ts';
import { toChatAnswered } from '../answer/completion.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { Asked } from '../request/asked.ts';
import { toChatCall } from '../request/chatCall.ts';
import { toModelRequest } from '../request/modelRequest.ts';
import type { Attempt } from '../retry/complete.ts';
import type { StreamedChunk } from './chatChunk.ts';
import { collectAnswer, type StreamedAnswer } from './streamedAnswer.ts';
import { type StreamBounds, streamModel } from './streamModel.ts';

/** Converts a chunk; undefined leaves it out. */
type Give<T> = (streamed: StreamedChunk) => T | undefined;

/**
 * Asks the models until one begins to answer, each call in a span, and gives what `give` makes of its chunks,
 * read by read. `createGive` is called once per call, with the deployment and the answer collected so far.
 */
export function openStream<T>(
  access: ModelAccess,
  asked: Asked,
  limits: Limits,
  bounds: StreamBounds,
  createGive: (model: string, answer: StreamedAnswer) => Give<T>,
): Promise<AsyncIterable<readonly T[]>> {
  return access.retried(asked, limits, (attempt) => {
    const answer = collectAnswer();
    const give = createGive(attempt.model, answer);
    return afterFirst(streamOnce(access, asked, attempt, bounds, answer, give));
  });
}

async function* streamOnce<T>(
  { config, client, openChatSpan }: ModelAccess,
  asked: Asked,
  { model, number, limits }: Attempt,
  bounds: StreamBounds,
  answer: StreamedAnswer,
  give: Give<T>,
): AsyncGenerator<readonly T[]> {
  const span = openChatSpan(toChatCall(asked, model, number, config));
  let code: ErrorCode | undefined = 'client_closed'; // unless it finishes, or fails
  try {
    const body = toModelRequest(asked, model, config);
    for await (const chunks of streamModel(client, body, limits, span.responded, bounds)) {
      span.firstChunk();
      for (const { chunk } of chunks) answer.add(chunk);
      yield chunks.flatMap((streamed) => give(streamed) ?? []);
    }
    code = undefined;
  } catch (thrown) {
    code = toAppError(thrown).code;
    throw thrown;
  } finally {
    const collected = answer.toAnswer();
    const answered = collected && toChatAnswered(collected, model, config.prices);
    if (code === undefined && answered !== undefined) span.succeeded(answered);
    else span.failed(code ?? 'model_bad_response', answered);
  }
}
