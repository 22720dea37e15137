import type { Attributes } from '@opentelemetry/api';
import type { ContentMessage, InputContent } from '../content/content.ts';
import { names } from '../names.ts';

/** One call to the model: the request. */
export interface ChatCall {
  readonly model: string;
  /** The API that is asked, where it is not chat completions. */
  readonly api?: 'responses' | undefined;
  /** Attempt number within a completion, from 1. */
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
  /** Step number of an assistant, from 1; undefined outside one. */
  readonly step: number | undefined;
  /** Called only when content is recorded. */
  readonly content: () => InputContent;
}

/** One call to the model: the answer. Token counts are the model's own; absent ones stay absent. */
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

/** Attributes of an endpoint, the same for every call. */
export function toServerAttributes(endpoint: string) {
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

/** Attributes of the request, for the start of the span. */
export function atCreation(call: ChatCall): Attributes {
  return {
    [names.requestModel]: call.model,
    [names.apiType]: call.api,
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

/** Attributes of the answer, and the numbers computed from its times. */
export function atAnswer(
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

/** This is the caller's own text, which can be megabytes of anything. */
function toShort(text: string): string {
  return text.slice(0, 128).toWellFormed();
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
