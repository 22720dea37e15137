import type { InferenceConfig } from '../../config.ts';
import type { ChatAnswer } from './chatAnswer.ts';

/**
 * What an answer cost, in US dollars: uncached input, cached input at its own price (else the input's), and output, which
 * reasoning is part of. By the price of the model that answered, else of the deployment that was asked; undefined when
 * neither has one or the model told no usage.
 */
export function costUsd(
  { model, usage }: ChatAnswer,
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
  return Number((perMillion / 1_000_000).toPrecision(12)); // without the noise of binary fractions
}
