import type { Attributes, Histogram, Meter } from '@opentelemetry/api';
import type { ErrorCode } from '../errors.ts';
import { createInstruments } from './instruments.ts';
import { names } from './names.ts';

/** One finished call to the model. What the model did not report is absent. */
interface CallMeasured {
  readonly operation: 'chat' | 'embeddings';
  readonly provider: string;
  readonly requestModel: string;
  readonly responseModel?: string | undefined;
  readonly trigger: string | undefined;
  /** One of the settings; only what is used is counted by it. */
  readonly caller: string | undefined;
  readonly errorType?: ErrorCode | undefined;
  readonly durationMs: number;
  /** Absent when the call was no stream, or had no chunk. */
  readonly timeToFirstChunkMs?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
}

/** One finished answer of an assistant. */
interface AgentMeasured {
  readonly agent: string;
  readonly trigger: string | undefined;
  readonly errorType: ErrorCode | undefined;
  readonly durationMs: number;
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** One finished run of a tool. */
interface ToolMeasured {
  readonly tool: string;
  readonly agent: string;
  readonly trigger: string | undefined;
  readonly errorType: string | undefined;
  readonly durationMs: number;
}

/** How a delivery of a job ended. `retried`: it threw, and the host delivers again; `throttled`: the app put the job off. */
export type JobOutcome = 'succeeded' | 'failed' | 'duplicate' | 'retried' | 'throttled';

/** The worker's metrics. Every dimension is bounded: none is a session, job or conversation. */
export interface Metrics {
  recordCall(call: CallMeasured): void;
  recordAgent(answer: AgentMeasured): void;
  recordTool(run: ToolMeasured): void;
  countJob(outcome: JobOutcome): void;
}

/** The metrics of a meter; see instruments.ts. */
export function createMetrics(meter: Meter): Metrics {
  const { duration, timeToFirstChunk, tokens, cost, jobs, ...ofAgents } = createInstruments(meter);
  return {
    recordCall(call) {
      const dimensions = toDimensions(call);
      duration.record(call.durationMs / 1_000, dimensions);
      if (call.timeToFirstChunkMs !== undefined) {
        timeToFirstChunk.record(call.timeToFirstChunkMs / 1_000, dimensions);
      }
      const byCaller =
        call.caller === undefined ? dimensions : { ...dimensions, [names.appCaller]: call.caller };
      recordTokens(tokens, call, byCaller);
      if (call.costUsd !== undefined) cost.add(call.costUsd, byCaller);
    },
    recordAgent(answer) {
      const { agent, trigger, errorType } = answer;
      const dimensions = { ...about('invoke_agent', errorType, trigger), [names.agentName]: agent };
      ofAgents.agentDuration.record(answer.durationMs / 1_000, dimensions);
      ofAgents.agentModelCalls.record(answer.modelCalls, dimensions);
      ofAgents.agentToolCalls.record(answer.toolCalls, dimensions);
      recordTokens(ofAgents.answerTokens, answer, dimensions);
    },
    recordTool({ tool, agent, trigger, errorType, durationMs }) {
      ofAgents.toolDuration.record(durationMs / 1_000, {
        ...about('execute_tool', errorType, trigger),
        [names.toolName]: tool,
        [names.agentName]: agent,
      });
    },
    countJob: (outcome) => jobs.add(1, { [names.appJobOutcome]: outcome }),
  };
}

function recordTokens(
  histogram: Histogram,
  counts: Pick<CallMeasured, 'inputTokens' | 'outputTokens'>,
  dimensions: Attributes,
): void {
  for (const [type, count] of [
    ['input', counts.inputTokens],
    ['output', counts.outputTokens],
  ] as const) {
    if (count !== undefined) histogram.record(count, { ...dimensions, [names.tokenType]: type });
  }
}

function toDimensions(call: CallMeasured): Attributes {
  return {
    ...about(call.operation, call.errorType, call.trigger),
    [names.providerName]: call.provider,
    [names.requestModel]: call.requestModel,
    ...(call.responseModel !== undefined && { [names.responseModel]: call.responseModel }),
  };
}

function about(
  operation: string,
  errorType: string | undefined,
  trigger: string | undefined,
): Attributes {
  return {
    [names.operationName]: operation,
    ...(errorType !== undefined && { [names.errorType]: errorType }),
    ...(trigger !== undefined && { [names.faasTrigger]: trigger }),
  };
}
