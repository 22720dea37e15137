import { context, SpanKind } from '@opentelemetry/api';
import type { ErrorCode } from '../../errors.ts';
import { sumOfKnown } from '../../values/sumOfKnown.ts';
import { createContentRecorder } from '../content/contentAttributes.ts';
import type { Metrics } from '../metrics.ts';
import { names } from '../names.ts';
import { sessionOf } from '../session.ts';
import {
  atAnswer,
  atCreation,
  type ChatAnswered,
  type ChatCall,
  toServerAttributes,
} from './chatAttributes.ts';
import type { SpanTracer } from './sampledTracer.ts';
import { setError } from './setError.ts';

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

function toMeasured({ model, inputTokens, outputTokens, costUsd }: ChatAnswered) {
  return { responseModel: model, inputTokens, outputTokens, costUsd };
}
