import type { InferenceConfig } from '../config.ts';
import { type ChatAnswer, parseChatAnswer } from './answer/chatAnswer.ts';
import { toChatAnswered } from './answer/completion.ts';
import { toModelError } from './client/modelError.ts';
import { readJson } from './client/openResponse.ts';
import type { StreamedOperation } from './operation.ts';
import type { Asked } from './request/asked.ts';
import { toChatCall } from './request/chatCall.ts';
import { callersFields, toModelRequest } from './request/modelRequest.ts';
import { candidates } from './retry/candidates.ts';
import type { StreamedChunk } from './stream/chatChunk.ts';
import { readEvents } from './stream/readEvents.ts';
import { collectAnswer } from './stream/streamedAnswer.ts';

/** A chat completion, whole or streamed. */
export type ChatOperation = StreamedOperation<ChatAnswer, StreamedChunk>;

/** A request for a chat completion as what is asked of a model; throws `model_not_found`. */
export function chatOperation(asked: Asked, config: InferenceConfig): ChatOperation {
  return {
    path: '/chat/completions',
    models: candidates(config.models, asked.request.model),
    toCall: (model, attempt) => toChatCall(asked, model, attempt, config),
    toBody: (model) => toModelRequest(asked, model, config),
    toError: toModelError,
    ofCaller: () => callersFields(asked),
    read: async (body) => parseChatAnswer(await readJson(body)),
    toAnswered: (answer, model) => toChatAnswered(answer, model, config.prices),
    readEvents,
    collect: collectAnswer,
    saysSomething: () => true,
  };
}
