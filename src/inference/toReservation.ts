import type { InferenceConfig } from '../config.ts';
import type { Spending } from '../values/spending.ts';

/** What a call may use at most, as far as that is known before: at the prices of the dearest model that may answer. */
export function toReservation(
  input: number,
  output: number,
  models: readonly string[],
  prices: InferenceConfig['prices'],
): Spending {
  let usd = 0;
  for (const model of models) {
    const price = prices.get(model);
    if (price === undefined) continue;
    usd = Math.max(usd, (input * price.input + output * price.output) / 1_000_000);
  }
  return { tokens: input + output, usd };
}
