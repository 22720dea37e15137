import { type Fields, fields, number } from '../receive/untrusted.ts';
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
    const key = keys.find((each) => number(usage[each]) !== undefined);
    if (key !== undefined) read[name] = `${withDetails(usage, key)}`;
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

/**
 * Of `input` and `output` Langfuse takes off what `input_*` and `output_*` count apart, as what was cached; the conventions leave it in.
 * By `total` a sender shows that it did not take it off.
 */
function withDetails(usage: Fields, key: string): number {
  const rest = number(usage[key]) ?? 0;
  const whole = (number(usage.input) ?? 0) + (number(usage.output) ?? 0);
  if ((key !== 'input' && key !== 'output') || number(usage.total) === whole) return rest;
  const details = Object.keys(usage).filter((each) => each.startsWith(`${key}_`));
  return details.reduce((sum, each) => sum + (number(usage[each]) ?? 0), rest);
}
