import { fields } from '../receive/untrusted.ts';

/** US dollars per million tokens. */
interface Price {
  readonly input: number;
  readonly output: number;
  /** Of input from the model's cache; absent: as other input. */
  readonly cachedInput?: number;
}

/** Prices by model. */
export type Prices = ReadonlyMap<string, Price>;

/** Tokens of a call, as far as it told them. */
interface Tokens {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly cachedInput: number | undefined;
}

/**
 * Reads prices from JSON as in `MODEL_PRICES`: model → `{input, output, cachedInput?}`, US dollars per million tokens. An embedding model
 * needs no price of output. Throws a line that says what is wrong.
 */
export function parsePrices(json: string): Prices {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('it must be an object, model → {input, output, cachedInput?}');
  }
  return new Map(
    Object.entries(value).map(([model, sent]) => {
      const { input, output = 0, cachedInput, ...others } = fields(sent);
      const isKnown = Object.keys(others).length === 0;
      if (!isKnown || !isAmount(input) || !isAmount(output) || !isAmount(cachedInput ?? 0)) {
        throw new Error(
          `${model.slice(0, 80)}: input, output and cachedInput are US dollars per million tokens, 0 to 1,000,000`,
        );
      }
      const cached = cachedInput === undefined ? {} : { cachedInput: Number(cachedInput) };
      return [model, { input, output, ...cached }] as const;
    }),
  );
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1_000_000;
}

/**
 * The cost of a call in US dollars, by the price of the first of these models that has one. Undefined without a price, or without tokens.
 */
export function priceOf(
  { input, output, cachedInput = 0 }: Tokens,
  models: readonly (string | undefined)[],
  prices: Prices,
): number | undefined {
  const price = models.map((model) => prices.get(model ?? '')).find((each) => each !== undefined);
  if (price === undefined || (input === undefined && output === undefined)) return undefined;
  const cached = Math.min(cachedInput, input ?? 0);
  const perMillion =
    ((input ?? 0) - cached) * price.input +
    cached * (price.cachedInput ?? price.input) +
    (output ?? 0) * price.output;
  return Number((perMillion / 1_000_000).toPrecision(12)); // removes the noise of binary fractions
}
