/**
 * Delay before the next call, in ms: the model's own, else full jitter over a doubling bound
 * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter). Undefined when it does
 * not fit in `leftMs`. `attempt` is 1 after the first call.
 */
export function retryDelay(
  attempt: number,
  retryAfterMs: number | undefined,
  leftMs: number,
): number | undefined {
  const delay = retryAfterMs ?? Math.random() * Math.min(8_000, 500 * 2 ** attempt);
  return delay < leftMs ? delay : undefined;
}
