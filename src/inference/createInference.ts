import { createHash } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import type { InferenceConfig } from '../config.ts';
import { AppError, type ErrorCode, toAppError } from '../errors.ts';
import type { ChatCall, OpenChatSpan } from '../telemetry/chatSpan.ts';
import { createBusyModels } from './busyModels.ts';
import { type CallOptions, callModel } from './callModel.ts';
import type { ChatAnswer } from './chatAnswer.ts';
import { type ChatRequest, parseChatRequest } from './chatRequest.ts';
import { createModelClient } from './client.ts';
import { type Call, type CompletionLimits, complete } from './complete.ts';
import { type Completion, toChatAnswered, toCompletion } from './completion.ts';
import { toCallersChunks } from './completionChunk.ts';
import { toInputContent } from './content.ts';
import { checkJson, parseJson } from './json.ts';
import { maxTokens, systemPromptFor, toModelRequest } from './modelRequest.ts';
import { collectAnswer } from './streamedAnswer.ts';
import { type StreamLimits, streamModel } from './streamModel.ts';

/** Chat completions: the request is checked, the model is called, its answer is checked. */
export interface Inference {
  /** Default model first, then the fallbacks. */
  readonly models: readonly [string, ...string[]];
  /** Checks a request; throws the table's 4xx with `param`. */
  parse(value: unknown): ChatRequest;
  /** Checks a request body in bytes; throws the table's 4xx with `param`. */
  parseBody(bytes: Uint8Array): ChatRequest;
  /** Answers a request within the deadline; throws our errors only. */
  complete(request: ChatRequest, limits: CompletionLimits): Promise<Completion>;
  /**
   * Answers a request chunk by chunk: the data of the server-sent events of each read, without the last (`[DONE]`).
   * Resolves with the first chunk, within the deadline; it, and what it gives, throw our errors only.
   */
  stream(
    request: ChatRequest,
    limits: CompletionLimits,
    streamLimits?: StreamLimits,
  ): Promise<AsyncIterable<readonly string[]>>;
}

/** A front end in Azure gives up at 230 s. */
const defaultStreamLimits: StreamLimits = { totalMs: 220_000, betweenChunksMs: 30_000 };

/** Binds the configuration, the sign-in and the span around each call together. */
export function createInference(
  config: InferenceConfig,
  credential: TokenCredential,
  openChatSpan: OpenChatSpan,
): Inference {
  const { client, renewToken } = createModelClient(config, credential);
  const busy = createBusyModels();
  const parse = (value: unknown) => {
    const request = parseChatRequest(checkJson(value));
    candidates(config.models, request.model ?? undefined);
    return request;
  };
  const callOnce = async (
    request: ChatRequest,
    model: string,
    attempt: number,
    limits: Pick<CallOptions, 'timeMs' | 'left'>,
  ): Promise<ChatAnswer> => {
    const span = openChatSpan(toChatCall(request, model, attempt, config));
    try {
      const body = toModelRequest(request, model, config);
      const answer = await callModel(client, body, { ...limits, onHead: span.responded });
      span.succeeded(toChatAnswered(answer, model, config.prices));
      return answer;
    } catch (thrown) {
      span.failed(toAppError(thrown).code);
      throw thrown;
    }
  };
  async function* streamOnce(
    request: ChatRequest,
    model: string,
    attempt: number,
    limits: Pick<CallOptions, 'timeMs' | 'left'>,
    streamLimits: { readonly endsAt: number; readonly betweenChunksMs: number },
  ): AsyncGenerator<readonly string[]> {
    const span = openChatSpan(toChatCall(request, model, attempt, config));
    const answer = collectAnswer();
    let code: ErrorCode | undefined = 'client_closed'; // unless it comes to its end, or fails
    try {
      const body = toModelRequest(request, model, config);
      const toCallers = toCallersChunks(model, request.stream_options?.include_usage === true);
      const options = { ...limits, onHead: span.responded };
      for await (const chunks of streamModel(client, body, options, streamLimits)) {
        span.firstChunk();
        for (const { chunk } of chunks) answer.add(chunk);
        yield chunks.flatMap((streamed) => toCallers(streamed) ?? []);
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
  return {
    models: config.models,
    parse,
    parseBody: (bytes) => parse(parseJson(bytes)),
    async complete(request, limits) {
      const models = candidates(config.models, request.model ?? undefined);
      const call: Call<Completion> = async (model, attempt, timeMs) => {
        const answer = await callOnce(request, model, attempt, { timeMs, left: limits.left });
        return toCompletion(answer, model);
      };
      return complete(models, limits, busy, call, renewToken);
    },
    async stream(request, limits, { totalMs, betweenChunksMs } = defaultStreamLimits) {
      const models = candidates(config.models, request.model ?? undefined);
      const streamLimits = { endsAt: performance.now() + totalMs, betweenChunksMs };
      const call: Call<AsyncIterable<readonly string[]>> = (model, attempt, timeMs) => {
        const callLimits = { timeMs, left: limits.left };
        return afterFirst(streamOnce(request, model, attempt, callLimits, streamLimits));
      };
      return complete(models, limits, busy, call, renewToken);
    },
  };
}

/** The same chunks, once the first is there: until then the call may be made again. */
async function afterFirst<T>(chunks: AsyncGenerator<T>): Promise<AsyncIterable<T>> {
  let first: IteratorResult<T> | undefined = await chunks.next();
  // No generator of its own, which every chunk would have to pass through.
  const rest: AsyncIterator<T> = {
    async next() {
      const next = first;
      first = undefined;
      return next ?? chunks.next();
    },
    return: () => chunks.return(undefined),
  };
  return { [Symbol.asyncIterator]: () => rest };
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
    stream: request.stream === true,
    promptVersion: prompt && promptVersion(prompt),
    content: () => toInputContent(request, prompt),
  };
}
