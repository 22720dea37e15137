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
  type ModelAnswered,
  type ModelCall,
  toServerAttributes,
} from './modelAttributes.ts';
import type { SpanTracer } from './sampledTracer.ts';
import { setError } from './setError.ts';

/** The CLIENT span around one call to the model. It ends once, with `succeeded` or `failed`. */
interface ModelSpan {
  /** Records HTTP status and request ID of the answer, as soon as its head arrives. */
  responded(status: number, requestId: string | undefined): void;
  /** Records that the first chunk of a stream arrived. */
  firstChunk(): void;
  succeeded(answer: ModelAnswered): void;
  /** `answer` is the part of a stream that arrived before the failure. */
  failed(code: ErrorCode, answer?: ModelAnswered): void;
}

/** Opens `chat {model}`, or `embeddings {model}`, under the active span. */
export type OpenModelSpan = (call: ModelCall) => ModelSpan;

/** Spans and metrics of calls to the model, by the GenAI conventions (see names.ts). */
export function createModelSpans(
  tracer: SpanTracer,
  metrics: Metrics,
  endpoint: string,
  contentRecording: boolean,
): OpenModelSpan {
  const server = toServerAttributes(endpoint);
  return (call) => {
    const start = performance.now();
    const session = sessionOf(context.active());
    const span = tracer.startSpan(`${call.operation} ${call.model}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        ...server,
        ...atCreation(call),
        [names.conversationId]: session?.conversation,
        [names.appCaller]: session?.caller,
      },
    });
    const recorder =
      contentRecording && span.isRecording() ? createContentRecorder(span) : undefined;
    if (call.content !== undefined) recorder?.input(call.content);
    if (session !== undefined) session.modelCalls += 1;
    let timeToFirstChunkMs: number | undefined;
    const record = ({ content }: ModelAnswered) => {
      if (content !== undefined) recorder?.output(content);
    };
    const measured = () => ({
      operation: call.operation,
      provider: server[names.providerName],
      requestModel: call.model,
      trigger: session?.trigger,
      caller: session?.caller,
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
        record(answer);
        span.end();
      },
      failed(code, answer) {
        const ended = measured();
        const errorType = setError(span, code);
        metrics.recordCall({ ...ended, ...(answer && toMeasured(answer)), errorType });
        if (answer !== undefined) {
          span.setAttributes(atAnswer(answer, ended));
          record(answer);
        }
        span.end();
      },
    };
  };
}

/** Adds the answer to the totals of the invocation's log line. */
function tally(answer: ModelAnswered, deployment: string): void {
  const session = sessionOf(context.active());
  if (session === undefined) return;
  session.served = {
    model: answer.model ?? deployment,
    inputTokens: sumOfKnown(session.served?.inputTokens, answer.inputTokens),
    outputTokens: sumOfKnown(session.served?.outputTokens, answer.outputTokens),
  };
}

function toMeasured({ model, inputTokens, outputTokens, costUsd }: ModelAnswered) {
  return { responseModel: model, inputTokens, outputTokens, costUsd };
}
