import type { InferenceConfig } from '../../config.ts';
import type { ChatAnswer } from './chatAnswer.ts';

/**
 * Cost of an answer, in US dollars: uncached input, cached input at its own price (else the input's), and
 * output, reasoning included. The price is that of the model that answered, else of the requested deployment.
 * Undefined when neither has a price or the model reported no usage.
 */
export function costUsd(
  { model, usage }: Pick<ChatAnswer, 'model' | 'usage'>,
  deployment: string,
  prices: InferenceConfig['prices'],
): number | undefined {
  const price = prices.get(model ?? deployment) ?? prices.get(deployment);
  const input = usage?.prompt_tokens ?? undefined;
  const output = usage?.completion_tokens ?? undefined;
  if (price === undefined || (input === undefined && output === undefined)) return undefined;
  const cached = Math.min(usage?.prompt_tokens_details?.cached_tokens ?? 0, input ?? 0);
  const perMillion =
    ((input ?? 0) - cached) * price.input +
    cached * (price.cachedInput ?? price.input) +
    (output ?? 0) * price.output;
  return Number((perMillion / 1_000_000).toPrecision(12)); // removes the noise of binary fractions
}
