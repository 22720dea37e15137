import { fields, number } from '../receive/untrusted.ts';
import type { Row } from '../row.ts';
import { parsed } from './content/toMessage.ts';

const usageNames = {
  'gen_ai.usage.input_tokens': ['input', 'prompt_tokens', 'input_tokens'],
  'gen_ai.usage.output_tokens': ['output', 'completion_tokens', 'output_tokens'],
  'gen_ai.usage.cache_read.input_tokens': ['input_cached_tokens', 'cache_read_input_tokens'],
  'gen_ai.usage.reasoning.output_tokens': ['output_reasoning_tokens'],
} as const;

/**
 * What Langfuse's SDKs write as JSON within an attribute: tokens, cost, and the time of the first chunk
 * (https://langfuse.com/integrations/native/opentelemetry).
 */
export function langfuseNumbers({
  customDimensions: dimensions,
  timestamp,
}: Row): Record<string, string> {
  const read: Record<string, string> = {};
  const usage = fields(parsed(dimensions['langfuse.observation.usage_details']));
  for (const [name, keys] of Object.entries(usageNames)) {
    const tokens = keys.map((key) => number(usage[key])).find((each) => each !== undefined);
    if (tokens !== undefined) read[name] = `${tokens}`;
  }
  const cost = number(fields(parsed(dimensions['langfuse.observation.cost_details'])).total);
  if (cost !== undefined) read.costUsd = `${cost}`;
  const began = parsed(dimensions['langfuse.observation.completion_start_time']);
  const firstMs = typeof began === 'string' ? Date.parse(began) - Date.parse(timestamp) : -1;
  if (firstMs >= 0) {
    read['gen_ai.response.time_to_first_chunk'] = `${firstMs / 1_000}`;
    read['gen_ai.request.stream'] = 'true';
  }
  return read;
}
