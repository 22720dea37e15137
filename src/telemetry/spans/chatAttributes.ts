import type { Attributes } from '@opentelemetry/api';
import type { ContentMessage, InputContent } from '../content/content.ts';
import { names } from '../names.ts';

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

/** What an endpoint says of itself: the same for every call. */
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

/** What is asked, for the span at its start. */
export function atCreation(call: ChatCall): Attributes {
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

/** What is answered, and the numbers that come of its times. */
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

/** The caller's own text, which can be megabytes of anything. */
function toShort(text: string): string {
  return text.slice(0, 128).toWellFormed();
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
