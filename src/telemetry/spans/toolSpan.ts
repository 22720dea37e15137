import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import type { ErrorCode } from '../../errors.ts';
import { createContentRecorder } from '../content/contentAttributes.ts';
import type { Metrics } from '../metrics.ts';
import { names } from '../names.ts';
import { toExceptionEvent } from './exceptionEvent.ts';
import type { SpanTracer } from './sampledTracer.ts';
import { setError } from './setError.ts';

/** One run of a tool. */
export interface ToolRun {
  /** Name of one of our tools, or `unknown`: never the model's own text. */
  readonly name: string;
  readonly description: string | undefined;
  readonly callId: string | undefined;
  readonly step: number;
  /** Recorded only with content recording. */
  readonly arguments: string;
}

/** Reason that a tool gave no result. */
export type ToolProblem =
  | 'unknown_tool'
  | 'invalid_arguments'
  | 'tool_failed'
  | 'tool_timeout'
  | 'too_many_calls';

/** The INTERNAL span around a tool's run. */
export interface ToolSpan {
  /** Runs work below the span. */
  within<T>(work: () => T): T;
  /**
   * `content` is the result that the model gets, recorded only with content recording. `thrown` is what the
   * tool threw, if it is no ToolError.
   */
  ended(content: string, problem: ToolProblem | ErrorCode | undefined, thrown?: unknown): void;
}

/** Opens `execute_tool {name}` below an assistant's span. */
export function openTool(
  tracer: SpanTracer,
  metrics: Metrics,
  below: Context,
  about: { readonly agent: string; readonly trigger: string | undefined },
  contentRecording: boolean,
  { name, description, callId, step, arguments: given }: ToolRun,
): ToolSpan {
  const start = performance.now();
  const span = tracer.startSpan(
    `execute_tool ${name}`,
    {
      kind: SpanKind.INTERNAL,
      attributes: {
        [names.operationName]: 'execute_tool',
        [names.toolName]: name,
        [names.toolType]: 'function',
        [names.toolDescription]: description,
        [names.toolCallId]: callId,
        [names.appStep]: step,
      },
    },
    below,
  );
  const recorder = contentRecording && span.isRecording() ? createContentRecorder(span) : undefined;
  recorder?.toolArguments(given);
  return {
    within: (work) => context.with(trace.setSpan(below, span), work),
    ended(content, problem, thrown) {
      recorder?.toolResult(content);
      if (thrown !== undefined) {
        const failure = { code: 'tool_failed', message: 'The tool failed.' };
        span.addEvent('exception', toExceptionEvent(failure, thrown));
      }
      const errorType = setError(span, problem);
      metrics.recordTool({
        ...about,
        tool: name,
        errorType,
        durationMs: performance.now() - start,
      });
      span.end();
    },
  };
}
