import { isRecord } from '../values/isRecord.ts';

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** Price of input from the model's cache; absent: the price of other input. */
  readonly cachedInput?: number;
}

/** One dollar per token. More must be a mistake, and sums of numbers near the largest are Infinity. */
const highest = 1_000_000;

/**
 * Prices by model, from JSON `{"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}`; undefined for anything
 * else. Only the embedding model, which has no output, may have no price for it.
 */
export function parseModelPrices(
  json: string,
  embeddingModel: string | undefined,
): ReadonlyMap<string, ModelPrice> | undefined {
  const models = entriesOf(parse(json));
  if (models === undefined) return undefined;
  const prices = new Map<string, ModelPrice>();
  for (const [model, value] of models) {
    const price = parsePrice(value, model === embeddingModel ? 0 : undefined);
    if (price === undefined || model === '') return undefined;
    prices.set(model, Object.freeze(price));
  }
  return prices;
}

function parsePrice(value: unknown, free: 0 | undefined): ModelPrice | undefined {
  const amounts = new Map(entriesOf(value));
  const { input, output = free, cachedInput, ...others } = Object.fromEntries(amounts);
  if (Object.keys(others).length > 0 || amounts.has('__proto__')) return undefined;
  if (!isAmount(input) || !isAmount(output)) return undefined;
  if (cachedInput === undefined) return { input, output };
  return isAmount(cachedInput) ? { input, output, cachedInput } : undefined;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= highest;
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  return isRecord(value) ? Object.entries(value) : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
