import type { TokenCredential } from '@azure/core-auth';
import type { InferenceConfig } from '../config.ts';
import { type ErrorCode, toAppError } from '../errors.ts';
import type { OpenChatSpan } from '../telemetry/chatSpan.ts';
import { afterFirst } from '../values/afterFirst.ts';
import { type CallOptions, callModel } from './answer/callModel.ts';
import type { ChatAnswer } from './answer/chatAnswer.ts';
import { type Completion, toChatAnswered, toCompletion } from './answer/completion.ts';
import { costUsd } from './answer/price.ts';
import { createModelClient } from './client/client.ts';
import { unreadable } from './client/openResponse.ts';
import { type Asked, toChatCall } from './request/chatCall.ts';
import { type ChatRequest, parseChatRequest } from './request/chatRequest.ts';
import { parseJson } from './request/json.ts';
import { toModelRequest } from './request/modelRequest.ts';
import { createBusyModels } from './retry/busyModels.ts';
import { candidates } from './retry/candidates.ts';
import { type Call, type CompletionLimits, complete } from './retry/complete.ts';
import { type Step, type StepAnswer, type StreamedStep, toStepAnswer } from './step/stepAnswer.ts';
import { toCallersChunks } from './stream/completionChunk.ts';
import { collectAnswer, type StreamedAnswer } from './stream/streamedAnswer.ts';
import {
  type StreamEnd,
  type StreamedChunk,
  type StreamLimits,
  streamModel,
} from './stream/streamModel.ts';

/** Chat completions: the request is checked, the model is called, its answer is checked. */
export interface Inference {
  /** Default model first, then the fallbacks, then what else answers. */
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

/** The models themselves, which assistants ask step by step as well. */
export interface Models extends Inference {
  /** One step of an assistant, as `complete`. */
  completeStep(request: ChatRequest, limits: CompletionLimits, step: Step): Promise<StepAnswer>;
  /** One step of an assistant, as `stream`. */
  streamStep(
    request: ChatRequest,
    limits: CompletionLimits,
    step: Step,
    streamLimits?: StreamLimits,
  ): Promise<StreamedStep>;
}

/** A front end in Azure gives up at 230 s. */
const defaultStreamLimits: StreamLimits = { totalMs: 220_000, betweenChunksMs: 30_000 };

/**
 * Binds the configuration, the sign-in and the span around each call together. `others` are names of models that answer
 * elsewhere, and that a request may name too.
 */
export function createInference(
  config: InferenceConfig,
  credential: TokenCredential,
  openChatSpan: OpenChatSpan,
  others: readonly string[] = [],
): Models {
  const { client, renewToken } = createModelClient(config, credential);
  const busy = createBusyModels();
  const parse = (value: unknown) => {
    const request = parseChatRequest(value);
    if (!others.includes(request.model ?? '')) candidates(config.models, request.model);
    return request;
  };
  const callOnce = async <T>(
    { request, step }: Asked,
    model: string,
    attempt: number,
    limits: Pick<CallOptions, 'timeMs' | 'left'>,
    take: (answer: ChatAnswer, model: string) => T,
  ): Promise<T> => {
    const span = openChatSpan(toChatCall({ request, step }, model, attempt, config));
    try {
      const body = toModelRequest(request, model, config, step?.instructions);
      const answer = await callModel(client, body, { ...limits, onHead: span.responded });
      const taken = take(answer, model);
      span.succeeded(toChatAnswered(answer, model, config.prices));
      return taken;
    } catch (thrown) {
      span.failed(toAppError(thrown).code);
      throw thrown;
    }
  };
  async function* streamOnce<T>(
    { request, step }: Asked,
    model: string,
    attempt: number,
    limits: Pick<CallOptions, 'timeMs' | 'left'>,
    streamEnd: StreamEnd,
    answer: StreamedAnswer,
    give: (streamed: StreamedChunk) => T | undefined,
  ): AsyncGenerator<readonly T[]> {
    const span = openChatSpan(toChatCall({ request, step }, model, attempt, config));
    let code: ErrorCode | undefined = 'client_closed'; // unless it comes to its end, or fails
    try {
      const body = toModelRequest(request, model, config, step?.instructions);
      const options = { ...limits, onHead: span.responded };
      for await (const chunks of streamModel(client, body, options, streamEnd)) {
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
  const answerOf = <T>(
    asked: Asked,
    limits: CompletionLimits,
    take: (answer: ChatAnswer, model: string) => T,
  ) => {
    const call: Call<T> = (model, attempt, timeMs) =>
      callOnce(asked, model, attempt, { timeMs, left: limits.left }, take);
    const models = candidates(config.models, asked.request.model);
    return complete(models, limits, busy, call, renewToken);
  };
  const openStream = <T>(
    asked: Asked,
    limits: CompletionLimits,
    streamEnd: StreamEnd,
    createGive: (
      model: string,
      answer: StreamedAnswer,
    ) => (streamed: StreamedChunk) => T | undefined,
  ) => {
    const call: Call<AsyncIterable<readonly T[]>> = (model, attempt, timeMs) => {
      const callLimits = { timeMs, left: limits.left };
      const answer = collectAnswer();
      const give = createGive(model, answer);
      return afterFirst(streamOnce(asked, model, attempt, callLimits, streamEnd, answer, give));
    };
    const models = candidates(config.models, asked.request.model);
    return complete(models, limits, busy, call, renewToken);
  };
  return {
    models: config.models,
    parse,
    parseBody: (bytes) => parse(parseJson(bytes)),
    complete: async (request, limits) => answerOf({ request }, limits, toCompletion),
    completeStep: async (request, limits, step) =>
      answerOf({ request, step }, limits, (answer, model) =>
        toStepAnswer(answer, model, costUsd(answer, model, config.prices)),
      ),
    async stream(request, limits, { totalMs, betweenChunksMs } = defaultStreamLimits) {
      const end = performance.now() + totalMs;
      return openStream({ request }, limits, { endsAt: () => end, betweenChunksMs }, (model) =>
        toCallersChunks(model, request.stream_options?.include_usage === true),
      );
    },
    async streamStep(request, limits, step, { totalMs, betweenChunksMs } = defaultStreamLimits) {
      let served: { model: string; answer: StreamedAnswer } | undefined;
      const end = step.startedAt + totalMs;
      const deadline = performance.now() + limits.deadlineMs;
      let heard = false; // until a text the caller waits, whatever the model says to us
      const endsAt = () => (heard ? end : Math.min(end, deadline));
      const streamEnd = { endsAt, betweenChunksMs };
      const chunks = await openStream({ request, step }, limits, streamEnd, (model, answer) => {
        served = { model, answer }; // of the last call: the one whose chunks are given
        return ({ chunk }) => {
          const { content, refusal } = chunk.choices?.[0]?.delta ?? {};
          if (content || refusal) heard = true;
          return chunk;
        };
      });
      return {
        chunks,
        answer() {
          const answer = served?.answer.toAnswer();
          if (served === undefined || answer === undefined) throw unreadable();
          const { model } = served;
          return toStepAnswer(answer, model, costUsd(answer, model, config.prices));
        },
      };
    },
  };
}
