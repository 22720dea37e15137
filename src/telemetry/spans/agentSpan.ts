import { context, SpanKind, trace } from '@opentelemetry/api';
import type { ErrorCode } from '../../errors.ts';
import type { Metrics } from '../metrics.ts';
import { names } from '../names.ts';
import { sessionOf } from '../session.ts';
import { toServerAttributes } from './modelAttributes.ts';
import type { SpanTracer } from './sampledTracer.ts';
import { setError } from './setError.ts';
import { openTool, type ToolRun, type ToolSpan } from './toolSpan.ts';

/** The totals of one answer of an assistant. */
export interface AgentEnded {
  /** Number of tool runs. */
  readonly toolCalls: number;
  /** Sums over its steps, in OpenAI's form; undefined when the model reported none. */
  readonly usage:
    | {
        readonly prompt_tokens?: number | null | undefined;
        readonly completion_tokens?: number | null | undefined;
        readonly prompt_tokens_details?:
          | { readonly cached_tokens?: number | null | undefined }
          | null
          | undefined;
        readonly completion_tokens_details?:
          | { readonly reasoning_tokens?: number | null | undefined }
          | null
          | undefined;
      }
    | null
    | undefined;
  /** US dollars, of the calls that have a price; undefined when none has. */
  readonly costUsd: number | undefined;
  /** Whether a budget ended it; the answer is then the best so far. */
  readonly budgetReached: boolean;
  /** Why there is no answer. */
  readonly code: ErrorCode | undefined;
}

/** The INTERNAL span around one answer of an assistant. It ends once. */
export interface AgentSpan {
  /** Runs work below the span: spans that it opens are children. */
  within<T>(work: () => T): T;
  openTool(run: ToolRun): ToolSpan;
  ended(ended: AgentEnded): void;
}

/** An assistant, and the model that it asks first. */
interface Agent {
  readonly name: string;
  readonly version: string;
  readonly description: string | undefined;
  readonly model: string;
}

/** Opens `invoke_agent {name}` under the active span. */
export type OpenAgentSpan = (agent: Agent) => AgentSpan;

/**
 * Spans and metrics of assistants and their tools, by the GenAI conventions (see names.ts;
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-agent-spans.md).
 */
export function createAgentSpans(
  tracer: SpanTracer,
  metrics: Metrics,
  endpoint: string,
  contentRecording: boolean,
): OpenAgentSpan {
  const { [names.providerName]: provider, [names.system]: system } = toServerAttributes(endpoint);
  return ({ name, version, description, model }) => {
    const start = performance.now();
    const session = sessionOf(context.active());
    const callsBefore = session?.modelCalls ?? 0;
    const about = { agent: name, trigger: session?.trigger };
    const span = tracer.startSpan(`invoke_agent ${name}`, {
      kind: SpanKind.INTERNAL,
      attributes: {
        [names.operationName]: 'invoke_agent',
        [names.agentId]: name,
        [names.agentName]: name,
        [names.agentVersion]: version,
        [names.agentDescription]: description,
        [names.providerName]: provider,
        [names.system]: system,
        [names.requestModel]: model,
        [names.conversationId]: session?.conversation,
        [names.appCaller]: session?.caller,
      },
    });
    const below = trace.setSpan(context.active(), span);
    return {
      within: (work) => context.with(below, work),
      openTool: (run) => openTool(tracer, metrics, below, about, contentRecording, run),
      ended({ toolCalls, usage, costUsd, budgetReached, code }) {
        const modelCalls = (session?.modelCalls ?? 0) - callsBefore;
        const inputTokens = usage?.prompt_tokens ?? undefined;
        const outputTokens = usage?.completion_tokens ?? undefined;
        const counts = { modelCalls, toolCalls, inputTokens, outputTokens };
        if (budgetReached && session !== undefined) session.budgetReached = true;
        span.setAttributes({
          [names.inputTokens]: inputTokens,
          [names.outputTokens]: outputTokens,
          [names.cachedInputTokens]: usage?.prompt_tokens_details?.cached_tokens ?? undefined,
          [names.reasoningTokens]: usage?.completion_tokens_details?.reasoning_tokens ?? undefined,
          [names.customMeasurements]: JSON.stringify({
            answerCostUsd: costUsd,
            modelCalls,
            toolCalls,
          }),
        });
        const errorType = setError(span, code);
        metrics.recordAgent({
          ...about,
          ...counts,
          errorType,
          durationMs: performance.now() - start,
        });
        span.end();
      },
    };
  };
}
