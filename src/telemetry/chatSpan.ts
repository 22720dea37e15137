import {
  type Attributes,
  context,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import type { ErrorCode } from '../errors.ts';
import { names } from './names.ts';
import { sessionOf } from './session.ts';

/** One call to the model, as asked. */
export interface ChatCall {
  /** OpenAI-v1 base URL. */
  readonly endpoint: string;
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
  readonly promptVersion: string | undefined;
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
}

/** The CLIENT span around one call to the model. It ends once, with `succeeded` or `failed`. */
interface ChatSpan {
  /** HTTP status and request ID of the answer, as soon as its head is there. */
  responded(status: number, requestId: string | undefined): void;
  succeeded(answer: ChatAnswered): void;
  failed(code: ErrorCode): void;
}

/** Opens `chat {model}` under the active span. */
export type OpenChatSpan = (call: ChatCall) => ChatSpan;

/** Spans of calls to the model, by the GenAI conventions (see names.ts). */
export function createChatSpans(tracer: Tracer): OpenChatSpan {
  return (call) => {
    const span = tracer.startSpan(`chat ${call.model}`, {
      kind: SpanKind.CLIENT,
      attributes: defined(atCreation(call)),
    });
    return {
      responded(status, requestId) {
        span.setAttributes(
          defined({ [names.appStatusCode]: status, [names.appModelRequestId]: requestId }),
        );
      },
      succeeded(answer) {
        tally(answer, call.model);
        span.setAttributes(defined(atAnswer(answer)));
        span.end();
      },
      failed(code) {
        span.setAttributes({ [names.errorType]: code, [names.appErrorType]: code });
        span.setStatus({ code: SpanStatusCode.ERROR, message: code });
        span.end();
      },
    };
  };
}

function atCreation(call: ChatCall): Attributes {
  const { hostname, port, protocol } = new URL(call.endpoint);
  const azure = /\.(openai\.azure|services\.ai\.azure|cognitiveservices\.azure)\.com$/.test(
    hostname,
  );
  return {
    [names.operationName]: 'chat',
    [names.providerName]: azure ? 'azure.ai.openai' : 'openai',
    [names.system]: azure ? 'az.ai.openai' : 'openai',
    [names.requestModel]: call.model,
    [names.serverAddress]: hostname,
    [names.appServerAddress]: hostname,
    [names.serverPort]: Number(port) || (protocol === 'https:' ? 443 : 80),
    [names.appAttempt]: call.attempt,
    [names.requestMaxTokens]: call.maxTokens,
    [names.requestTemperature]: call.temperature,
    [names.requestTopP]: call.topP,
    [names.requestStopSequences]: call.stopSequences && [...call.stopSequences],
    [names.requestSeed]: call.seed,
    [names.requestPresencePenalty]: call.presencePenalty,
    [names.requestFrequencyPenalty]: call.frequencyPenalty,
    [names.outputType]: call.outputType,
    [names.appPromptVersion]: call.promptVersion,
  };
}

function atAnswer(answer: ChatAnswered): Attributes {
  const { inputTokens, outputTokens, cachedInputTokens } = answer;
  return {
    [names.responseId]: answer.id,
    [names.responseModel]: answer.model,
    [names.responseFinishReasons]: [...answer.finishReasons],
    [names.inputTokens]: inputTokens,
    [names.outputTokens]: outputTokens,
    [names.cachedInputTokens]: cachedInputTokens,
    [names.reasoningTokens]: answer.reasoningTokens,
    [names.customMeasurements]: JSON.stringify({ inputTokens, outputTokens, cachedInputTokens }),
  };
}

/** Adds the answer to what the invocation's log line tells. */
function tally(answer: ChatAnswered, deployment: string): void {
  const session = sessionOf(context.active());
  if (session === undefined) return;
  session.served = {
    model: answer.model ?? deployment,
    inputTokens: sum(session.served?.inputTokens, answer.inputTokens),
    outputTokens: sum(session.served?.outputTokens, answer.outputTokens),
  };
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : a + (b ?? 0);
}

function defined(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
