import type { Attributes } from '@opentelemetry/api';
import type { ContentMessage, InputContent } from '../content/content.ts';
import { names } from '../names.ts';

/** What is known of any call to a model before it. */
interface AnyCall {
  readonly model: string;
  /** Attempt number within what is asked, from 1. */
  readonly attempt: number;
}

/** One call for a chat completion. */
export interface ChatCall extends AnyCall {
  readonly operation: 'chat';
  /** The API that is asked, where it is not chat completions. */
  readonly api?: 'responses' | undefined;
  readonly maxTokens: number;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly stopSequences: readonly string[] | undefined;
  readonly seed: number | undefined;
  readonly presencePenalty: number | undefined;
  readonly frequencyPenalty: number | undefined;
  readonly outputType: 'text' | 'json';
  /** How much the model is to think, in its own word; undefined when nobody says, or when it is no word. */
  readonly reasoningLevel: string | undefined;
  readonly stream: boolean;
  readonly promptVersion: string | undefined;
  /** Step number of an assistant, from 1; undefined outside one. */
  readonly step: number | undefined;
  /** Called only when content is recorded. */
  readonly content: () => InputContent;
}

/** One call for embeddings. */
interface EmbeddingsCall extends AnyCall {
  readonly operation: 'embeddings';
  readonly dimensions: number | undefined;
  readonly encodingFormat: string | undefined;
  /** Never recorded. */
  readonly content?: undefined;
}

/** One call to a model: the request. */
export type ModelCall = ChatCall | EmbeddingsCall;

/** One call to a model: the answer. Token counts are the model's own; absent ones stay absent. */
export interface ModelAnswered {
  readonly model: string | undefined;
  readonly inputTokens: number | undefined;
  /** US dollars; absent without a price. */
  readonly costUsd: number | undefined;
  readonly id?: string | undefined;
  readonly finishReasons?: readonly string[];
  readonly outputTokens?: number | undefined;
  readonly cachedInputTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  /** Called only when content is recorded. */
  readonly content?: () => readonly ContentMessage[];
}

/** Attributes of an endpoint, the same for every call. */
export function toServerAttributes(endpoint: string) {
  const { hostname, port, protocol } = new URL(endpoint);
  const azure = /\.(openai\.azure|services\.ai\.azure|cognitiveservices\.azure)\.com$/;
  const isAzure = azure.test(hostname);
  return {
    [names.providerName]: isAzure ? 'azure.ai.openai' : 'openai',
    [names.system]: isAzure ? 'az.ai.openai' : 'openai',
    [names.serverAddress]: hostname,
    [names.appServerAddress]: hostname,
    [names.serverPort]: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

/** Attributes of the request, for the start of the span. */
export function atCreation(call: ModelCall): Attributes {
  return {
    [names.operationName]: call.operation,
    [names.requestModel]: call.model,
    [names.appAttempt]: call.attempt,
    ...(call.operation === 'chat' ? ofChat(call) : ofEmbeddings(call)),
  };
}

function ofEmbeddings({ dimensions, encodingFormat }: EmbeddingsCall): Attributes {
  return {
    [names.dimensionCount]: dimensions,
    [names.requestEncodingFormats]: encodingFormat === undefined ? undefined : [encodingFormat],
  };
}

function ofChat(call: ChatCall): Attributes {
  return {
    [names.apiType]: call.api,
    [names.requestMaxTokens]: call.maxTokens,
    [names.requestTemperature]: call.temperature,
    [names.requestTopP]: call.topP,
    [names.requestStopSequences]: call.stopSequences?.map(toShort),
    [names.requestSeed]: call.seed,
    [names.requestPresencePenalty]: call.presencePenalty,
    [names.requestFrequencyPenalty]: call.frequencyPenalty,
    [names.outputType]: call.outputType,
    [names.requestReasoningLevel]: call.reasoningLevel,
    [names.requestStream]: call.stream || undefined,
    [names.appPromptVersion]: call.promptVersion,
    [names.appStep]: call.step,
  };
}

/** Attributes of the answer, and the numbers computed from its times. */
export function atAnswer(
  answer: ModelAnswered,
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
    [names.responseFinishReasons]: answer.finishReasons && [...answer.finishReasons],
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
