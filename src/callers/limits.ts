import { AppError } from '../errors.ts';
import type { CallerLimits, LimitsOfCaller } from './admission.ts';
import type { LimitTable } from './limitTable.ts';

/**
 * The limits of all callers. The table is opened once the first call to the model is on its way (`firstCall`), or
 * with the first work after it.
 */
export function createCallerLimits(
  callers: ReadonlyMap<string, LimitsOfCaller>,
  _openTable: () => Promise<LimitTable>,
  _firstCall?: Promise<void>,
): CallerLimits {
  const counts = new Map<string, number>();
  return {
    async admit(caller) {
      const limit = callers.get(caller)?.requestsPerMinute;
      if (limit === undefined) return { headers: () => ({}), settle() {} };
      const key = `${caller} ${Math.floor(Date.now() / 60_000)}`;
      const count = (counts.get(key) ?? 0) + 1;
      if (count > limit) {
        throw new AppError(
          'caller_rate_limited',
          'The caller has used its requests of this minute.',
          {
            retryAfterMs: 60_000 - (Date.now() % 60_000),
          },
        );
      }
      counts.set(key, count);
      return {
        headers: () => ({
          'x-ratelimit-limit-requests': `${limit}`,
          'x-ratelimit-remaining-requests': `${limit - count}`,
          'x-ratelimit-reset-requests': '1s',
        }),
        settle() {},
      };
    },
    async close() {},
  };
}
