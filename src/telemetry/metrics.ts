import type { Attributes, Meter } from '@opentelemetry/api';
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

/**
 * Metrics by the GenAI conventions, whose bucket boundaries these are
 * (https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-metrics.md), and two of ours:
 * what calls cost in US dollars, and how jobs end.
 */
export function createMetrics(meter: Meter): Metrics {
  const secondsBoundaries = [
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ];
  const tokenBoundaries = [
    1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
    67_108_864,
  ];
  const callBoundaries = [1, 2, 4, 8, 16, 32, 64, 128];
  const duration = meter.createHistogram(metricNames.operationDuration, {
    unit: 's',
    description: 'Duration of a call to the model.',
    advice: { explicitBucketBoundaries: secondsBoundaries },
  });
  const timeToFirstChunk = meter.createHistogram(metricNames.timeToFirstChunk, {
    unit: 's',
    description: 'Time from a streaming call to its first chunk.',
    advice: { explicitBucketBoundaries: secondsBoundaries },
  });
  const tokens = meter.createHistogram(metricNames.tokenUsage, {
    unit: '{token}',
    description: 'Input and output tokens of a call to the model.',
    advice: { explicitBucketBoundaries: tokenBoundaries },
  });
  const agentDuration = meter.createHistogram(metricNames.agentDuration, {
    unit: 's',
    description: 'Duration of an answer of an assistant.',
    advice: { explicitBucketBoundaries: secondsBoundaries },
  });
  const agentModelCalls = meter.createHistogram(metricNames.agentModelCalls, {
    unit: '{inference_call}',
    description: 'Calls to the model for one answer of an assistant.',
    advice: { explicitBucketBoundaries: callBoundaries },
  });
  const agentToolCalls = meter.createHistogram(metricNames.agentToolCalls, {
    unit: '{tool_call}',
    description: 'Runs of tools for one answer of an assistant.',
    advice: { explicitBucketBoundaries: callBoundaries },
  });
  const answerTokens = meter.createHistogram(metricNames.answerTokens, {
    unit: '{token}',
    description: 'Input and output tokens of one answer of an assistant.',
    advice: { explicitBucketBoundaries: tokenBoundaries },
  });
  const toolDuration = meter.createHistogram(metricNames.toolDuration, {
    unit: 's',
    description: 'Duration of a run of a tool.',
    advice: { explicitBucketBoundaries: secondsBoundaries },
  });
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
      for (const [type, count] of [
        ['input', call.inputTokens],
        ['output', call.outputTokens],
      ] as const) {
        if (count !== undefined) tokens.record(count, { ...dimensions, [names.tokenType]: type });
      }
      if (call.costUsd !== undefined) cost.add(call.costUsd, dimensions);
    },
    recordAgent(answer) {
      const { agent, trigger, errorType } = answer;
      const dimensions = {
        [names.operationName]: 'invoke_agent',
        [names.agentName]: agent,
        ...(errorType !== undefined && { [names.errorType]: errorType }),
        ...(trigger !== undefined && { [names.faasTrigger]: trigger }),
      };
      agentDuration.record(answer.durationMs / 1_000, dimensions);
      agentModelCalls.record(answer.modelCalls, dimensions);
      agentToolCalls.record(answer.toolCalls, dimensions);
      for (const [type, count] of [
        ['input', answer.inputTokens],
        ['output', answer.outputTokens],
      ] as const) {
        if (count !== undefined) {
          answerTokens.record(count, { ...dimensions, [names.tokenType]: type });
        }
      }
    },
    recordTool({ tool, agent, trigger, errorType, durationMs }) {
      toolDuration.record(durationMs / 1_000, {
        [names.operationName]: 'execute_tool',
        [names.toolName]: tool,
        [names.agentName]: agent,
        ...(errorType !== undefined && { [names.errorType]: errorType }),
        ...(trigger !== undefined && { [names.faasTrigger]: trigger }),
      });
    },
    countJob: (outcome) => jobs.add(1, { [names.appJobOutcome]: outcome }),
  };
}

function toDimensions(call: CallMeasured): Attributes {
  return {
    [names.operationName]: 'chat',
    [names.providerName]: call.provider,
    [names.requestModel]: call.requestModel,
    ...(call.responseModel !== undefined && { [names.responseModel]: call.responseModel }),
    ...(call.errorType !== undefined && { [names.errorType]: call.errorType }),
    ...(call.trigger !== undefined && { [names.faasTrigger]: call.trigger }),
  };
}
