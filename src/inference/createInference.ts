import type { TokenCredential } from '@azure/core-auth';
import type { InferenceConfig } from '../config.ts';
import type { OpenModelSpan } from '../telemetry/spans/modelSpan.ts';
import { isRecord } from '../values/isRecord.ts';
import { toCompletion } from './answer/completion.ts';
import { takeAnswer } from './answer/takeAnswer.ts';
import { chatOperation } from './chatOperation.ts';
import { createModelClient } from './client/client.ts';
import { createEmbeddings } from './embeddings/createEmbeddings.ts';
import type { Embeddings } from './embeddings/embeddings.ts';
import type { Models } from './inference.ts';
import type { ModelAccess } from './modelAccess.ts';
import { parseChatRequest } from './request/chatRequest.ts';
import { parseJson } from './request/json.ts';
import { reserveChat } from './request/reserveChat.ts';
import { createResolveModel, withResolved } from './request/resolveModel.ts';
import { createResponses } from './responses/createResponses.ts';
import { createBusyModels } from './retry/busyModels.ts';
import { candidates } from './retry/candidates.ts';
import { complete } from './retry/complete.ts';
import { completeStep } from './step/completeStep.ts';
import { streamStep } from './step/streamStep.ts';
import { streamCompletion } from './stream/streamCompletion.ts';

/**
 * Wires the configuration, the sign-in and the span around each call together. `others` are names that a
 * request may use too, of models that answer elsewhere.
 */
export function createInference(
  config: InferenceConfig,
  credential: TokenCredential,
  openModelSpan: OpenModelSpan,
  others: readonly string[] = [],
): Models & { readonly embeddings: Embeddings } {
  const { client, renewToken } = createModelClient(config, credential);
  const busy = createBusyModels();
  const access: ModelAccess = {
    config,
    client,
    openModelSpan,
    retried: (models, limits, call) => complete(models, limits, busy, call, renewToken),
  };
  const resolve = createResolveModel(config, others);
  const checkModel = (name: string | null | undefined) => {
    if (!others.includes(name ?? '')) candidates(config.models, name);
  };
  const parse = (value: unknown) => {
    const request = withResolved(parseChatRequest(value), resolve);
    checkModel(request.model);
    return request;
  };
  return {
    models: config.models,
    resolve,
    embeddings: createEmbeddings(access, resolve),
    parse,
    parseBody: (bytes, model) => {
      const body = parseJson(bytes);
      return parse(model !== undefined && isRecord(body) ? { ...body, model } : body);
    },
    reserve: (request, instructions) => reserveChat(request, instructions, config),
    complete: async (request, limits) =>
      takeAnswer(access, chatOperation({ request }, config), limits, toCompletion),
    stream: (request, limits, times) => streamCompletion(access, request, limits, times),
    responses: createResponses(access, resolve, checkModel),
    completeStep: (request, limits, step) => completeStep(access, { request, step }, limits),
    streamStep: (request, limits, step, times) =>
      streamStep(access, { request, step }, limits, times),
  };
}
