import type { InferenceConfig } from '../config.ts';
import type { Spending } from '../values/spending.ts';

/** What a call may use at most, as far as that is known before: at the prices of the dearest model that may answer. */
export function toReservation(
  input: number,
  output: number,
  models: readonly string[],
  prices: InferenceConfig['prices'],
): Spending {
  const costs = models.map((model) => {
    const price = prices.get(model);
    return price === undefined ? 0 : (input * price.input + output * price.output) / 1_000_000;
  });
  return { tokens: input + output, usd: Math.max(0, ...costs) };
}
