import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, clientClosed, type ErrorCode, toAppError } from '../../errors.ts';
import { deadlineIn, type Limits } from '../../values/deadline.ts';
import type { BusyModels } from './busyModels.ts';
import { retryDelay } from './retryDelay.ts';

/** One of the calls for a completion. */
export interface Attempt {
  readonly model: string;
  /** Attempt number, from 1. */
  readonly number: number;
  /** Time limit of this call; for a stream, to its first chunk. */
  readonly limits: Limits;
}

/** Calls the model once. */
export type Call<T> = (attempt: Attempt) => Promise<T>;

const maxCalls = 3;

// Errors that a second call would only repeat are not in this list.
const worthAnotherCall: ReadonlySet<ErrorCode> = new Set([
  'rate_limit_exceeded',
  'model_unavailable',
  'model_bad_response',
  'model_timeout',
]);

/**
 * The only retry loop: at most three calls for one completion, fallbacks included, within the deadline. A busy
 * or failing model is asked again after `Retry-After` or a jittered delay. The next fallback is asked at once
 * when the wait does not fit, the deployment does not exist, or only as many calls are left as fallbacks. A
 * deployment that says how long it is busy is skipped until then, by later completions too. A call with a
 * refused token is repeated once, if `renewToken` gets another token. Throws the last call's error; when a fallback rejects the
 * request, which may ask for what only the first model knows, the first model's.
 */
export async function complete<T>(
  models: readonly [string, ...string[]],
  { deadline, left, onUsed }: Limits,
  busy: BusyModels,
  call: Call<T>,
  renewToken: (timeMs: number) => Promise<boolean> = async () => false,
): Promise<T> {
  const [first] = models;
  let [model, ...fallbacks] = busy.skip(models);
  let ofFirst: unknown;
  let renewed = false;
  for (let number = 1; ; number++) {
    try {
      const limits = { deadline: deadlineIn(callTime(deadline.leftMs())), left, onUsed };
      return await call({ model, number, limits });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'rate_limit_exceeded' && error.retryAfterMs !== undefined) {
        busy.note(model, error.retryAfterMs);
      }
      if (model === first) {
        ofFirst = thrown;
      } else if (error.code === 'model_rejected_request') {
        throw ofFirst ?? stillBusy(busy.leftMs(first));
      }
      if (number === maxCalls || deadline.leftMs() <= 0) throw thrown;
      if (error.code === 'model_unauthorized' && !renewed) {
        renewed = true;
        if (await renewToken(deadline.leftMs())) continue;
      }
      const delay = sameModelDelay(error, number, fallbacks.length, deadline.leftMs());
      if (delay !== undefined) {
        await sleep(delay, undefined, { signal: left }).catch(() => {
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

/** The error of a model that was left out, as it had said that it is busy. */
function stillBusy(leftMs: number): AppError {
  const details = leftMs > 0 ? { retryAfterMs: leftMs } : {};
  return new AppError('rate_limit_exceeded', 'The model is busy. Try again later.', details);
}

/**
 * Time of one call, in ms: 60 % of the time left and at least 10 s, so that after a hang there is time for
 * another call.
 */
function callTime(leftMs: number): number {
  return Math.min(leftMs, Math.max(10_000, leftMs * 0.6));
}

function mayFallBack(error: AppError): boolean {
  return error.code === 'model_not_found' || worthAnotherCall.has(error.code);
}

/** Delay before the same model is asked again, in ms; undefined when it should not be asked again. */
function sameModelDelay(
  error: AppError,
  attempt: number,
  fallbacks: number,
  leftMs: number,
): number | undefined {
  if (!worthAnotherCall.has(error.code) || maxCalls - attempt <= fallbacks) return undefined;
  return retryDelay(attempt, error.retryAfterMs, leftMs);
}
