import { AppError } from '../../errors.ts';
import type { ResponsesRequest } from '../../inference/responses/responsesRequest.ts';
import { isRecord } from '../../values/isRecord.ts';
import { printable } from '../../values/printable.ts';
import { toMessages } from './toMessages.ts';

/** Fields that mean the same for a chat completion. */
const same: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'temperature',
  'top_p',
  'top_logprobs',
  'store',
  'metadata',
  'user',
  'safety_identifier',
  'service_tier',
  'prompt_cache_key',
  'prompt_cache_retention',
]);

/** Fields that are read apart, or that change nothing of an assistant's answer. */
const known: ReadonlySet<string> = new Set([
  ...same,
  'input',
  'instructions',
  'max_output_tokens',
  'text',
  'reasoning',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'background',
  'include',
  'stream_options',
  'truncation',
]);

/**
 * A request for a response of an assistant as an unchecked chat request. Throws `invalid_request` for what only a provider's
 * Responses API has: what it stored, and tools of the caller's; and `unknown_parameter`.
 */
export function toChatRequest(request: ResponsesRequest): Record<string, unknown> {
  refuse(request);
  if (!request.input?.length) {
    throw refusal('input', 'an assistant needs something to answer: a text or items');
  }
  const { instructions, max_output_tokens, text, reasoning } = request;
  const { format, verbosity } = isRecord(text) ? text : {};
  const given = Object.entries(request).filter(([key]) => same.has(key));
  return {
    ...Object.fromEntries(given),
    messages: [
      ...(instructions ? [{ role: 'system', content: instructions }] : []),
      ...toMessages(request.input),
    ],
    max_completion_tokens: max_output_tokens,
    response_format: isRecord(format) ? toResponseFormat(format) : undefined,
    verbosity,
    reasoning_effort: isRecord(reasoning) ? reasoning.effort : undefined,
  };
}

function refuse(request: ResponsesRequest): void {
  for (const [key, value] of Object.entries(request)) {
    if (value == null) continue;
    if (key === 'previous_response_id' || key === 'conversation') {
      throw refusal(key, 'an assistant keeps no responses: send the whole conversation as input');
    }
    if (key === 'tools' && Array.isArray(value) && value.length > 0) {
      throw refusal(key, 'an assistant has its own tools: leave it out, or name a plain model');
    }
    if (key === 'tool_choice' && value !== 'auto' && value !== 'none') {
      throw refusal(key, 'an assistant has its own tools: leave it out, or name a plain model');
    }
    if (!known.has(key)) {
      const param = key.slice(0, 128);
      const recordedParam = printable(param);
      const message = `${recordedParam} is no parameter of an assistant: leave it out.`;
      throw new AppError('unknown_parameter', message, { param, recordedParam });
    }
  }
}

function refusal(param: string, why: string): AppError {
  return new AppError('invalid_request', `${param}: ${why}.`, { param });
}

/** The schema's fields stand beside the type in a response, and below it in a chat completion. */
function toResponseFormat({ type, ...schema }: Record<string, unknown>): object {
  return type === 'json_schema' ? { type, json_schema: schema } : { type };
}
