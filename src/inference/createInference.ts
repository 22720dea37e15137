import { createHash } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import type { InferenceConfig } from '../config.ts';
import { AppError, toAppError } from '../errors.ts';
import type { ChatCall, OpenChatSpan } from '../telemetry/chatSpan.ts';
import { createBusyModels } from './busyModels.ts';
import { callModel } from './callModel.ts';
import type { ChatAnswer } from './chatAnswer.ts';
import { type ChatRequest, parseChatRequest } from './chatRequest.ts';
import { createModelClient } from './client.ts';
import { complete } from './complete.ts';
import { type Completion, toChatAnswered, toCompletion } from './completion.ts';
import { toInputContent } from './content.ts';
import { checkJson, parseJson } from './json.ts';
import { maxTokens, systemPromptFor, toModelRequest } from './modelRequest.ts';

/** Chat completions: the request is checked, the model is called, its answer is checked. */
export interface Inference {
  /** Default model first, then the fallbacks. */
  readonly models: readonly [string, ...string[]];
  /** Checks a request; throws the table's 4xx with `param`. */
  parse(value: unknown): ChatRequest;
  /** Checks a request body in bytes; throws the table's 4xx with `param`. */
  parseBody(bytes: Uint8Array): ChatRequest;
  /** Answers a request within the deadline; throws our errors only. */
  complete(request: ChatRequest, deadlineMs: number): Promise<Completion>;
}

/** Binds the configuration, the sign-in and the span around each call together. */
export function createInference(
  config: InferenceConfig,
  credential: TokenCredential,
  openChatSpan: OpenChatSpan,
): Inference {
  const client = createModelClient(config, credential);
  const busy = createBusyModels();
  const parse = (value: unknown) => {
    const request = parseChatRequest(checkJson(value));
    candidates(config.models, request.model ?? undefined);
    if (request.stream) {
      throw new AppError('invalid_request', 'Streaming is not supported yet.', { param: 'stream' });
    }
    return request;
  };
  const callOnce = async (
    request: ChatRequest,
    model: string,
    attempt: number,
    timeMs: number,
  ): Promise<ChatAnswer> => {
    const span = openChatSpan(toChatCall(request, model, attempt, config));
    try {
      const body = toModelRequest(request, model, config);
      const answer = await callModel(client, body, { timeMs, onHead: span.responded });
      span.succeeded(toChatAnswered(answer, model, config.prices));
      return answer;
    } catch (thrown) {
      span.failed(toAppError(thrown).code);
      throw thrown;
    }
  };
  return {
    models: config.models,
    parse,
    parseBody: (bytes) => parse(parseJson(bytes)),
    async complete(request, deadlineMs) {
      const models = candidates(config.models, request.model ?? undefined);
      return complete(models, deadlineMs, busy, async (model, attempt, timeMs) =>
        toCompletion(await callOnce(request, model, attempt, timeMs), model),
      );
    },
  };
}

/** The models that may serve: the one asked for, then those after it in the list. */
function candidates(
  models: readonly [string, ...string[]],
  asked: string | undefined,
): readonly [string, ...string[]] {
  const [model, ...fallbacks] = asked === undefined ? models : models.slice(models.indexOf(asked));
  if (model === undefined || (asked !== undefined && model !== asked)) {
    throw new AppError('model_not_found', 'This app has no such model; GET v1/models lists them.', {
      param: 'model',
    });
  }
  return [model, ...fallbacks];
}

function promptVersion(prompt: string): string {
  return createHash('sha256').update(prompt, 'utf8').digest('hex').slice(0, 12);
}

function toChatCall(
  request: ChatRequest,
  model: string,
  attempt: number,
  config: InferenceConfig,
): ChatCall {
  const { stop } = request;
  const prompt = systemPromptFor(request, config);
  const format = request.response_format?.type ?? 'text';
  return {
    model,
    attempt,
    maxTokens: maxTokens(request, config),
    temperature: request.temperature ?? undefined,
    topP: request.top_p ?? undefined,
    stopSequences: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    seed: request.seed ?? undefined,
    presencePenalty: request.presence_penalty ?? undefined,
    frequencyPenalty: request.frequency_penalty ?? undefined,
    outputType: format === 'text' ? 'text' : 'json',
    promptVersion: prompt && promptVersion(prompt),
    content: () => toInputContent(request, prompt),
  };
}
