import { setTimeout as sleep } from 'node:timers/promises';
import type { AppError, ErrorCode } from '../../errors.ts';
import { toAppError } from '../../errors.ts';
import { clientClosed } from '../client/callLimit.ts';
import type { BusyModels } from './busyModels.ts';
import { retryDelay } from './retryDelay.ts';

/** Calls the model once: which one, the how-manyth call it is, and the time it has in ms. */
export type Call<T> = (model: string, attempt: number, timeMs: number) => Promise<T>;

/** What ends a completion, whatever the model does. */
export interface CompletionLimits {
  /** For all calls together, in ms; for a stream, to its first chunk. */
  readonly deadlineMs: number;
  /** Aborted when the caller has left. */
  readonly left: AbortSignal;
}

const maxCalls = 3;

// Not here: what a second call would only be told again.
const worthAnotherCall: ReadonlySet<ErrorCode> = new Set([
  'rate_limit_exceeded',
  'model_unavailable',
  'model_bad_response',
  'model_timeout',
]);

/**
 * The one retry loop: at most three calls for one completion, fallbacks included, inside the deadline. A busy or failing
 * model is asked again after `Retry-After` or a jittered delay; the next fallback is asked at once when the wait does not
 * fit, the deployment does not exist, or no more calls are left than fallbacks. A deployment that said how long it is busy
 * is left out until then, by later completions too. A call whose token is refused is made again once, if `renewToken` gets
 * another. Throws the last call's error.
 */
export async function complete<T>(
  models: readonly [string, ...string[]],
  { deadlineMs, left: callerLeft }: CompletionLimits,
  busy: BusyModels,
  call: Call<T>,
  renewToken: (timeMs: number) => Promise<boolean> = async () => false,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  const left = () => end - performance.now();
  let [model, ...fallbacks] = busy.skip(models);
  let renewed = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(model, attempt, callTime(left()));
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'rate_limit_exceeded' && error.retryAfterMs !== undefined) {
        busy.note(model, error.retryAfterMs);
      }
      if (attempt === maxCalls || left() <= 0) throw thrown;
      if (error.code === 'model_unauthorized' && !renewed) {
        renewed = true;
        if (await renewToken(left())) continue;
      }
      const delay = sameModelDelay(error, attempt, fallbacks.length, left());
      if (delay !== undefined) {
        await sleep(delay, undefined, { signal: callerLeft }).catch(() => {
          throw clientClosed();
        });
        continue;
      }
      const next = mayFallBack(error) ? fallbacks.shift() : undefined;
      if (next === undefined) throw thrown;
      model = next;
    }
  }
}

/** Time of one call, in ms: 60 % of what is left and at least 10 s, so that a hang leaves time for another. */
function callTime(leftMs: number): number {
  return Math.min(leftMs, Math.max(10_000, leftMs * 0.6));
}

function mayFallBack(error: AppError): boolean {
  return error.code === 'model_not_found' || worthAnotherCall.has(error.code);
}

/** How long to wait before asking the same model again, in ms; undefined when it should not be asked again. */
function sameModelDelay(
  error: AppError,
  attempt: number,
  fallbacks: number,
  leftMs: number,
): number | undefined {
  if (!worthAnotherCall.has(error.code) || maxCalls - attempt <= fallbacks) return undefined;
  return retryDelay(attempt, error.retryAfterMs, leftMs);
}
