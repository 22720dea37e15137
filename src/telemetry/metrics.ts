import type { Attributes, Histogram, Meter } from '@opentelemetry/api';
import type { ErrorCode } from '../errors.ts';
import { metricNames, names } from './names.ts';

/** One call to the model that has ended. What the model did not tell is absent. */
interface CallMeasured {
  readonly provider: string;
  readonly requestModel: string;
  readonly responseModel?: string | undefined;
  readonly trigger: string | undefined;
  readonly errorType?: ErrorCode | undefined;
  readonly durationMs: number;
  /** Absent when the call was no stream, or gave no chunk. */
  readonly timeToFirstChunkMs?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
}

/** One answer of an assistant that has ended. */
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

/** One run of a tool that has ended. */
interface ToolMeasured {
  readonly tool: string;
  readonly agent: string;
  readonly trigger: string | undefined;
  readonly errorType: string | undefined;
  readonly durationMs: number;
}

/** How a delivery of a job ended: `retried` was thrown, and the host delivers again. */
export type JobOutcome = 'succeeded' | 'failed' | 'duplicate' | 'retried';

/** The worker's metrics. No dimension is unbounded: no session, job or conversation among them. */
export interface Metrics {
  recordCall(call: CallMeasured): void;
  recordAgent(answer: AgentMeasured): void;
  recordTool(run: ToolMeasured): void;
  countJob(outcome: JobOutcome): void;
}

const inSeconds = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const inTokens = [
  1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  67_108_864,
];
const inCalls = [1, 2, 4, 8, 16, 32, 64, 128];

/**
 * Metrics by the GenAI conventions, whose bucket boundaries these are
 * (https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-metrics.md), and three of ours:
 * what calls cost in US dollars, how jobs end, and the tokens of an assistant's answer.
 */
export function createMetrics(meter: Meter): Metrics {
  const histogram = (name: string, unit: string, description: string, buckets: number[]) =>
    meter.createHistogram(name, {
      unit,
      description,
      advice: { explicitBucketBoundaries: buckets },
    });
  const duration = histogram(
    metricNames.operationDuration,
    's',
    'Duration of a call to the model.',
    inSeconds,
  );
  const timeToFirstChunk = histogram(
    metricNames.timeToFirstChunk,
    's',
    'Time from a streaming call to its first chunk.',
    inSeconds,
  );
  const tokens = histogram(
    metricNames.tokenUsage,
    '{token}',
    'Input and output tokens of a call to the model.',
    inTokens,
  );
  const agentDuration = histogram(
    metricNames.agentDuration,
    's',
    'Duration of an answer of an assistant.',
    inSeconds,
  );
  const agentModelCalls = histogram(
    metricNames.agentModelCalls,
    '{inference_call}',
    'Calls to the model for one answer of an assistant.',
    inCalls,
  );
  const agentToolCalls = histogram(
    metricNames.agentToolCalls,
    '{tool_call}',
    'Runs of tools for one answer of an assistant.',
    inCalls,
  );
  const answerTokens = histogram(
    metricNames.answerTokens,
    '{token}',
    'Input and output tokens of one answer of an assistant.',
    inTokens,
  );
  const toolDuration = histogram(
    metricNames.toolDuration,
    's',
    'Duration of a run of a tool.',
    inSeconds,
  );
  const cost = meter.createCounter(metricNames.cost, {
    unit: '{USD}',
    description: 'Cost of calls to the model, by MODEL_PRICES.',
  });
  const jobs = meter.createCounter(metricNames.jobs, {
    unit: '{delivery}',
    description: 'Deliveries of queue messages, by how they ended.',
  });
  return {
    recordCall(call) {
      const dimensions = toDimensions(call);
      duration.record(call.durationMs / 1_000, dimensions);
      if (call.timeToFirstChunkMs !== undefined) {
        timeToFirstChunk.record(call.timeToFirstChunkMs / 1_000, dimensions);
      }
      recordTokens(tokens, call, dimensions);
      if (call.costUsd !== undefined) cost.add(call.costUsd, dimensions);
    },
    recordAgent(answer) {
      const { agent, trigger, errorType } = answer;
      const dimensions = { ...about('invoke_agent', errorType, trigger), [names.agentName]: agent };
      agentDuration.record(answer.durationMs / 1_000, dimensions);
      agentModelCalls.record(answer.modelCalls, dimensions);
      agentToolCalls.record(answer.toolCalls, dimensions);
      recordTokens(answerTokens, answer, dimensions);
    },
    recordTool({ tool, agent, trigger, errorType, durationMs }) {
      toolDuration.record(durationMs / 1_000, {
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
    ...about('chat', call.errorType, call.trigger),
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
