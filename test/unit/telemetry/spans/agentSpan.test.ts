import { metrics } from '@opentelemetry/api';
import { BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { expect, it } from 'vitest';
import { createMetrics } from '../../../../src/telemetry/metrics.ts';
import { type AgentEnded, createAgentSpans } from '../../../../src/telemetry/spans/agentSpan.ts';

/** The attributes of an answer's span, without those that every one has. */
function attributesOf(endpoint: string, ended: Partial<AgentEnded> = {}) {
  const spans: ReadableSpan[] = [];
  const provider = new BasicTracerProvider({
    spanProcessors: [
      {
        onStart() {},
        onEnd: (span) => void spans.push(span),
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  const meters = createMetrics(metrics.getMeter('test'));
  const open = createAgentSpans(provider.getTracer('test'), meters, endpoint, false);
  const about = { name: 'guide', version: '2', description: undefined, model: 'gpt-4o' };
  open(about).ended({
    toolCalls: 0,
    usage: undefined,
    costUsd: undefined,
    budgetReached: false,
    code: undefined,
    ...ended,
  });
  const [span] = spans;
  return Object.fromEntries(
    Object.entries(span?.attributes ?? {}).filter(([name]) => !/agent|operation/.test(name)),
  );
}

const counts = { 'microsoft.custom_measurements': '{"modelCalls":0,"toolCalls":0}' };
const openai = {
  'gen_ai.provider.name': 'openai',
  'gen_ai.system': 'openai',
  'gen_ai.request.model': 'gpt-4o',
};

it.each([
  ['https://a.openai.azure.com/openai/v1', 'azure.ai.openai', 'az.ai.openai'],
  ['https://a.services.ai.azure.com/openai/v1', 'azure.ai.openai', 'az.ai.openai'],
  ['http://localhost:1/v1', 'openai', 'openai'],
])('at %s the provider is that of the calls', (endpoint, provider, system) => {
  expect(attributesOf(endpoint)).toEqual({
    ...openai,
    ...counts,
    'gen_ai.provider.name': provider,
    'gen_ai.system': system,
  });
});

it('sums that no step told are absent, not 0; a known 0 is told', () => {
  const usage = {
    prompt_tokens: 7,
    completion_tokens: null,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: null,
  };
  expect(attributesOf('http://localhost:1/v1', { usage })).toEqual({
    ...openai,
    ...counts,
    'gen_ai.usage.input_tokens': 7,
    'gen_ai.usage.cache_read.input_tokens': 0,
  });
});

it('an answer that failed keeps the sums of the steps before', () => {
  const usage = {
    prompt_tokens: 7,
    completion_tokens: 3,
    prompt_tokens_details: { cached_tokens: 2 },
    completion_tokens_details: { reasoning_tokens: 1 },
  };
  expect(attributesOf('http://localhost:1/v1', { usage, code: 'content_filter' })).toEqual({
    ...openai,
    ...counts,
    'gen_ai.usage.input_tokens': 7,
    'gen_ai.usage.output_tokens': 3,
    'gen_ai.usage.cache_read.input_tokens': 2,
    'gen_ai.usage.reasoning.output_tokens': 1,
    'error.type': 'content_filter',
    'app.error.type': 'content_filter',
  });
});
