/** What is counted of a caller's work. */
export interface Amounts {
  readonly requests: number;
  readonly tokens: number;
  /** Billionths of a US dollar, whole: sums of dollars would drift, and a short embedding costs less than a millionth. */
  readonly nanoUsd: number;
}

export type Meter = keyof Amounts;

export const meters: readonly Meter[] = ['requests', 'tokens', 'nanoUsd'];

export const none: Amounts = Object.freeze({ requests: 0, tokens: 0, nanoUsd: 0 });

/** Amounts made meter by meter. */
export function each(of: (meter: Meter) => number): Amounts {
  return { requests: of('requests'), tokens: of('tokens'), nanoUsd: of('nanoUsd') };
}

// Each call comes here some ten times, so these two do without `each`.

export function plus(a: Amounts, b: Amounts): Amounts {
  return {
    requests: a.requests + b.requests,
    tokens: a.tokens + b.tokens,
    nanoUsd: a.nanoUsd + b.nanoUsd,
  };
}

export function minus(a: Amounts, b: Amounts): Amounts {
  return {
    requests: a.requests - b.requests,
    tokens: a.tokens - b.tokens,
    nanoUsd: a.nanoUsd - b.nanoUsd,
  };
}

/** Whether an amount has what is needed of those meters that are limited. Each call asks it some times, so that it is no loop. */
export function createCovers(limits: Partial<Amounts>) {
  const [countsRequests, countsTokens, countsUsd] = meters.map(
    (meter) => limits[meter] !== undefined,
  );
  return (amounts: Amounts, need: Amounts): boolean =>
    !(
      (countsRequests && amounts.requests < need.requests) ||
      (countsTokens && amounts.tokens < need.tokens) ||
      (countsUsd && amounts.nanoUsd < need.nanoUsd)
    );
}

export function isSome({ requests, tokens, nanoUsd }: Amounts): boolean {
  return requests > 0 || tokens > 0 || nanoUsd > 0;
}

export function isSame(a: Amounts, b: Amounts): boolean {
  return meters.every((meter) => a[meter] === b[meter]);
}
