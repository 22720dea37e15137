import { type Attributes, context, SpanKind } from '@opentelemetry/api';
import type { ErrorCode } from '../../errors.ts';
import { sumOfKnown } from '../../values/sumOfKnown.ts';
import type { ContentMessage, InputContent } from '../content/content.ts';
import { createContentRecorder } from '../content/contentAttributes.ts';
import type { Metrics } from '../metrics.ts';
import { names } from '../names.ts';
import { sessionOf } from '../session.ts';
import type { SpanTracer } from './sampledTracer.ts';
import { setError } from './setError.ts';

/** One call to the model, as asked. */
export interface ChatCall {
  readonly model: string;
  /** 1 for the first call made for a completion. */
  readonly attempt: number;
  readonly maxTokens: number;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly stopSequences: readonly string[] | undefined;
  readonly seed: number | undefined;
  readonly presencePenalty: number | undefined;
  readonly frequencyPenalty: number | undefined;
  readonly outputType: 'text' | 'json';
  readonly stream: boolean;
  readonly promptVersion: string | undefined;
  /** Which call of an assistant's it is, from 1; undefined outside one. */
  readonly step: number | undefined;
  /** Called only when content is recorded. */
  readonly content: () => InputContent;
}

/** One call to the model, as answered. Token counts are the model's own; absent ones stay absent. */
export interface ChatAnswered {
  readonly id: string | undefined;
  readonly model: string | undefined;
  readonly finishReasons: readonly string[];
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cachedInputTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  /** US dollars; absent without a price. */
  readonly costUsd: number | undefined;
  /** Called only when content is recorded. */
  readonly content: () => readonly ContentMessage[];
}

/** The CLIENT span around one call to the model. It ends once, with `succeeded` or `failed`. */
interface ChatSpan {
  /** HTTP status and request ID of the answer, as soon as its head is there. */
  responded(status: number, requestId: string | undefined): void;
  /** The first chunk of a stream is there. */
  firstChunk(): void;
  succeeded(answer: ChatAnswered): void;
  /** `answer` is what had come of a stream until then. */
  failed(code: ErrorCode, answer?: ChatAnswered): void;
}

/** Opens `chat {model}` under the active span. */
export type OpenChatSpan = (call: ChatCall) => ChatSpan;

/** Spans and metrics of calls to the model, by the GenAI conventions (see names.ts). */
export function createChatSpans(
  tracer: SpanTracer,
  metrics: Metrics,
  endpoint: string,
  contentRecording: boolean,
): OpenChatSpan {
  const server = toServerAttributes(endpoint);
  return (call) => {
    const start = performance.now();
    const span = tracer.startSpan(`chat ${call.model}`, {
      kind: SpanKind.CLIENT,
      attributes: { ...server, ...atCreation(call) },
    });
    const recorder =
      contentRecording && span.isRecording() ? createContentRecorder(span) : undefined;
    recorder?.input(call.content);
    const session = sessionOf(context.active());
    if (session !== undefined) session.modelCalls += 1;
    let timeToFirstChunkMs: number | undefined;
    const measured = () => ({
      provider: server[names.providerName],
      requestModel: call.model,
      trigger: session?.trigger,
      durationMs: performance.now() - start,
      timeToFirstChunkMs,
    });
    return {
      responded(status, requestId) {
        span.setAttribute(names.appStatusCode, status);
        if (requestId !== undefined) span.setAttribute(names.appModelRequestId, requestId);
      },
      firstChunk() {
        timeToFirstChunkMs ??= performance.now() - start;
      },
      succeeded(answer) {
        const ended = measured();
        metrics.recordCall({ ...ended, ...toMeasured(answer) });
        tally(answer, call.model);
        span.setAttributes(atAnswer(answer, ended));
        recorder?.output(answer.content);
        span.end();
      },
      failed(code, answer) {
        const ended = measured();
        const errorType = setError(span, code);
        metrics.recordCall({ ...ended, ...(answer && toMeasured(answer)), errorType });
        if (answer !== undefined) {
          span.setAttributes(atAnswer(answer, ended));
          recorder?.output(answer.content);
        }
        span.end();
      },
    };
  };
}

/** What an endpoint says of itself: the same for every call. */
function toServerAttributes(endpoint: string) {
  const { hostname, port, protocol } = new URL(endpoint);
  const azure = /\.(openai\.azure|services\.ai\.azure|cognitiveservices\.azure)\.com$/;
  const isAzure = azure.test(hostname);
  return {
    [names.operationName]: 'chat',
    [names.providerName]: isAzure ? 'azure.ai.openai' : 'openai',
    [names.system]: isAzure ? 'az.ai.openai' : 'openai',
    [names.serverAddress]: hostname,
    [names.appServerAddress]: hostname,
    [names.serverPort]: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

function atCreation(call: ChatCall): Attributes {
  return {
    [names.requestModel]: call.model,
    [names.appAttempt]: call.attempt,
    [names.requestMaxTokens]: call.maxTokens,
    [names.requestTemperature]: call.temperature,
    [names.requestTopP]: call.topP,
    [names.requestStopSequences]: call.stopSequences?.map(toShort),
    [names.requestSeed]: call.seed,
    [names.requestPresencePenalty]: call.presencePenalty,
    [names.requestFrequencyPenalty]: call.frequencyPenalty,
    [names.outputType]: call.outputType,
    [names.requestStream]: call.stream || undefined,
    [names.appPromptVersion]: call.promptVersion,
    [names.appStep]: call.step,
  };
}

function toMeasured({ model, inputTokens, outputTokens, costUsd }: ChatAnswered) {
  return { responseModel: model, inputTokens, outputTokens, costUsd };
}

function atAnswer(
  answer: ChatAnswered,
  {
    durationMs,
    timeToFirstChunkMs,
  }: { durationMs: number; timeToFirstChunkMs: number | undefined },
): Attributes {
  const { inputTokens, outputTokens, cachedInputTokens, costUsd } = answer;
  const tokensPerSecond =
    outputTokens === undefined ? undefined : round(outputTokens / (durationMs / 1_000));
  return {
    [names.responseId]: answer.id,
    [names.responseModel]: answer.model,
    [names.responseFinishReasons]: [...answer.finishReasons],
    [names.inputTokens]: inputTokens,
    [names.outputTokens]: outputTokens,
    [names.cachedInputTokens]: cachedInputTokens,
    [names.reasoningTokens]: answer.reasoningTokens,
    [names.timeToFirstChunk]:
      timeToFirstChunkMs === undefined ? undefined : round(timeToFirstChunkMs / 1_000),
    [names.customMeasurements]: JSON.stringify({
      inputTokens,
      outputTokens,
      cachedInputTokens,
      timeToFirstTokenMs: timeToFirstChunkMs === undefined ? undefined : round(timeToFirstChunkMs),
      tokensPerSecond,
      costUsd,
    }),
  };
}

/** Adds the answer to what the invocation's log line tells. */
function tally(answer: ChatAnswered, deployment: string): void {
  const session = sessionOf(context.active());
  if (session === undefined) return;
  session.served = {
    model: answer.model ?? deployment,
    inputTokens: sumOfKnown(session.served?.inputTokens, answer.inputTokens),
    outputTokens: sumOfKnown(session.served?.outputTokens, answer.outputTokens),
  };
}

/** The caller's own text, which can be megabytes of anything. */
function toShort(text: string): string {
  return text.slice(0, 128).toWellFormed();
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
