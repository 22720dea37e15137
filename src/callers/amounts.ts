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

/** Amounts that change in place. */
type Sum = { -readonly [M in Meter]: number };

export function add(to: Sum, more: Amounts): void {
  to.requests += more.requests;
  to.tokens += more.tokens;
  to.nanoUsd += more.nanoUsd;
}

export function take(from: Sum, less: Amounts): void {
  from.requests -= less.requests;
  from.tokens -= less.tokens;
  from.nanoUsd -= less.nanoUsd;
}

/** Whether amounts have what is needed of those meters that are limited. Each call asks it some times, so that it is no loop. */
export function covers(limits: Partial<Amounts>, amounts: Amounts, need: Amounts): boolean {
  return (
    (limits.requests === undefined || amounts.requests >= need.requests) &&
    (limits.tokens === undefined || amounts.tokens >= need.tokens) &&
    (limits.nanoUsd === undefined || amounts.nanoUsd >= need.nanoUsd)
  );
}

export function isSome({ requests, tokens, nanoUsd }: Amounts): boolean {
  return requests > 0 || tokens > 0 || nanoUsd > 0;
}

export function isSame(a: Amounts, b: Amounts): boolean {
  return meters.every((meter) => a[meter] === b[meter]);
}
