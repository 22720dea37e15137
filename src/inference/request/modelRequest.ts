import type { InferenceConfig } from '../../config.ts';
import type { ChatRequest } from './chatRequest.ts';

/** The body for the model: the caller's fields without nulls, with our model, instructions and output limit. */
export function toModelRequest(
  request: ChatRequest,
  model: string,
  config: InferenceConfig,
  prompt = systemPromptFor(request, config),
): Record<string, unknown> {
  const { max_tokens, max_completion_tokens, metadata, messages, ...rest } = request;
  const system = prompt === undefined ? [] : [{ role: 'system', content: prompt }];
  return withoutNulls({
    ...rest,
    model,
    messages: [...system, ...messages].map(withoutNulls),
    metadata: request.store === true ? metadata : undefined,
    stream: request.stream === true ? true : undefined,
    // Usage is always asked: a span without tokens tells no cost.
    stream_options:
      request.stream === true ? { ...request.stream_options, include_usage: true } : undefined,
    [maxTokensName(config.endpoint)]: maxTokens(request, config),
  });
}

/** The output limit that is sent: the caller's wish, lowered to ours. */
export function maxTokens(request: ChatRequest, config: InferenceConfig): number {
  const wish = request.max_completion_tokens ?? request.max_tokens ?? config.maxOutputTokens;
  return Math.min(wish, config.maxOutputTokens);
}

/** Azure and OpenAI take `max_completion_tokens` (their reasoning models nothing else); other servers know the older name. */
function maxTokensName(endpoint: string): string {
  const { hostname } = new URL(endpoint);
  return /(^|\.)(azure|openai)\.com$/.test(hostname) ? 'max_completion_tokens' : 'max_tokens';
}

/** Our system prompt, when this request gets it: a caller's own instructions replace it. */
export function systemPromptFor(
  { messages }: ChatRequest,
  { systemPrompt }: InferenceConfig,
): string | undefined {
  const sendsOwn = messages.some(({ role }) => role === 'system' || role === 'developer');
  return sendsOwn ? undefined : systemPrompt;
}

function withoutNulls(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
