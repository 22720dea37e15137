import type { InferenceConfig } from '../../config.ts';
import { itemsOf, type ResponsesRequest } from './responsesRequest.ts';

/** The body for the model: the caller's own, with our model, instructions and output limit. */
export function toResponsesBody(
  request: ResponsesRequest,
  model: string,
  config: InferenceConfig,
): Record<string, unknown> {
  const instructions = promptOf(request, config);
  return {
    ...request,
    model,
    ...(instructions !== undefined && { instructions }),
    max_output_tokens: maxOutputTokens(request, config),
  };
}

/** The output limit to send: the caller's, capped at ours. */
export function maxOutputTokens(
  { max_output_tokens: wish }: ResponsesRequest,
  config: InferenceConfig,
): number {
  return Math.min(wish ?? config.maxOutputTokens, config.maxOutputTokens);
}

/** Our system prompt, unless the caller sends instructions, in a field, an item or a stored prompt. */
export function promptOf(
  request: ResponsesRequest,
  { systemPrompt }: InferenceConfig,
): string | undefined {
  const sendsOwn =
    request.instructions || // an empty text is none
    request.prompt != null ||
    itemsOf(request).some(({ role }) => role === 'system' || role === 'developer');
  return sendsOwn ? undefined : systemPrompt;
}
