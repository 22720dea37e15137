import type { Meter } from '@opentelemetry/api';
import { metricNames } from './names.ts';

const inSeconds = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const inTokens = [
  1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  67_108_864,
];
const inCalls = [1, 2, 4, 8, 16, 32, 64, 128];

/** Units, with their buckets. */
const units = {
  s: inSeconds,
  '{token}': inTokens,
  '{inference_call}': inCalls,
  '{tool_call}': inCalls,
};

/**
 * Instruments by the GenAI conventions, with their bucket boundaries
 * (https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-metrics.md), and
 * three of our own: cost of calls in US dollars, outcomes of jobs, and tokens of an assistant's answer.
 */
export function createInstruments(meter: Meter) {
  const histogram = (name: string, unit: keyof typeof units, description: string) =>
    meter.createHistogram(name, {
      unit,
      description,
      advice: { explicitBucketBoundaries: units[unit] },
    });
  const { operationDuration, timeToFirstChunk, tokenUsage, answerTokens } = metricNames;
  const { agentDuration, agentModelCalls, agentToolCalls, toolDuration, cost, jobs } = metricNames;
  return {
    duration: histogram(operationDuration, 's', 'Duration of a call to the model.'),
    timeToFirstChunk: histogram(
      timeToFirstChunk,
      's',
      'Time from a streaming call to its first chunk.',
    ),
    tokens: histogram(tokenUsage, '{token}', 'Input and output tokens of a call to the model.'),
    agentDuration: histogram(agentDuration, 's', 'Duration of an answer of an assistant.'),
    agentModelCalls: histogram(
      agentModelCalls,
      '{inference_call}',
      'Calls to the model for one answer of an assistant.',
    ),
    agentToolCalls: histogram(
      agentToolCalls,
      '{tool_call}',
      'Runs of tools for one answer of an assistant.',
    ),
    answerTokens: histogram(
      answerTokens,
      '{token}',
      'Input and output tokens of one answer of an assistant.',
    ),
    toolDuration: histogram(toolDuration, 's', 'Duration of a run of a tool.'),
    cost: meter.createCounter(cost, {
      unit: '{USD}',
      description: 'Cost of calls to the model, by MODEL_PRICES.',
    }),
    jobs: meter.createCounter(jobs, {
      unit: '{delivery}',
      description: 'Deliveries of queue messages, by how they ended.',
    }),
  };
}
