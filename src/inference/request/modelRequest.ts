import type { InferenceConfig } from '../../config.ts';
import type { Asked } from './asked.ts';
import type { ChatRequest } from './chatRequest.ts';
import { givenFields } from './givenFields.ts';

type Message = ChatRequest['messages'][number];

/** The body for the model: the caller's fields without nulls, with our model, instructions and output limit. */
export function toModelRequest(
  asked: Asked,
  model: string,
  config: InferenceConfig,
): Record<string, unknown> {
  const { request } = asked;
  const prompt = promptFor(asked, config);
  const { max_tokens, max_completion_tokens, metadata, messages, stop, seed, ...rest } = request;
  const system = prompt === undefined ? [] : [{ role: 'system' as const, content: prompt }];
  return withoutNulls({
    ...rest,
    model,
    messages: [...system, ...messages].map(toModelMessage),
    stop: stop || undefined,
    seed: seed != null && seed > largestSeed ? largestSeed : seed,
    metadata: request.store === true ? metadata : undefined,
    stream: request.stream === true ? true : undefined,
    // Usage is always requested: a span without tokens has no cost.
    stream_options:
      request.stream === true ? { ...request.stream_options, include_usage: true } : undefined,
    [maxTokensName(config.endpoint)]: maxTokens(request, config),
  });
}

/** The fields of the model's body that come from the caller, by the names that the model knows; an assistant's tools are ours. */
export function callersFields({ request, step }: Asked): ReadonlySet<string> {
  const names = givenFields(request);
  if (names.has('max_tokens') || names.has('max_completion_tokens')) {
    names.add('max_tokens').add('max_completion_tokens');
  }
  for (const ours of step === undefined ? ['model'] : ['model', 'tools', 'tool_choice']) {
    names.delete(ours);
  }
  return names;
}

/** The largest number that is a 64-bit integer: 2^63 - 1 itself rounds up to 2^63, which is too large. */
const largestSeed = 2 ** 63 - 1_024;

/** The output limit to send: the caller's, capped at ours. */
export function maxTokens(request: ChatRequest, config: InferenceConfig): number {
  const wish = request.max_completion_tokens ?? request.max_tokens ?? config.maxOutputTokens;
  return Math.min(wish, config.maxOutputTokens);
}

/**
 * Azure and OpenAI take `max_completion_tokens` (their reasoning models only that); other servers know the
 * older name.
 */
function maxTokensName(endpoint: string): string {
  const { hostname } = new URL(endpoint);
  return /(^|\.)(azure|openai)\.com$/.test(hostname) ? 'max_completion_tokens' : 'max_tokens';
}

/** Our instructions: an assistant's, else our system prompt unless the caller sends its own. */
export function promptFor(
  { request: { messages }, step }: Asked,
  { systemPrompt }: InferenceConfig,
): string | undefined {
  if (step !== undefined) return step.instructions;
  const sendsOwn = messages.some(({ role }) => role === 'system' || role === 'developer');
  return sendsOwn ? undefined : systemPrompt;
}

function toModelMessage({ name, ...message }: Message): Record<string, unknown> {
  return withoutNulls({ ...message, name: name || undefined });
}

function withoutNulls(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
