import type { InferenceConfig } from '../../config.ts';
import type { ChatAnswer } from './chatAnswer.ts';

/** Token counts of an answer, as far as the model reports them. */
export interface PricedTokens {
  readonly input: number | undefined;
  readonly output: number | undefined;
  /** The part of `input` that the model had in its cache. */
  readonly cachedInput: number | undefined;
}

/**
 * Cost of an answer, in US dollars: uncached input, cached input at its own price (else the input's), and
 * output, reasoning included. The price is that of the model that answered, else of the requested deployment.
 * Undefined when neither has a price or the model reported no usage.
 */
export function costOf(
  { input, output, cachedInput }: PricedTokens,
  answeredBy: string | null | undefined,
  deployment: string,
  prices: InferenceConfig['prices'],
): number | undefined {
  const price = prices.get(answeredBy ?? deployment) ?? prices.get(deployment);
  if (price === undefined || (input === undefined && output === undefined)) return undefined;
  const cached = Math.min(cachedInput ?? 0, input ?? 0);
  const perMillion =
    ((input ?? 0) - cached) * price.input +
    cached * (price.cachedInput ?? price.input) +
    (output ?? 0) * price.output;
  return Number((perMillion / 1_000_000).toPrecision(12)); // removes the noise of binary fractions
}

/** The same for a chat completion. */
export function costUsd(
  { model, usage }: ChatAnswer,
  deployment: string,
  prices: InferenceConfig['prices'],
): number | undefined {
  const tokens = {
    input: usage?.prompt_tokens ?? undefined,
    output: usage?.completion_tokens ?? undefined,
    cachedInput: usage?.prompt_tokens_details?.cached_tokens ?? undefined,
  };
  return costOf(tokens, model, deployment, prices);
}
