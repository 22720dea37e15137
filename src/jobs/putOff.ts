import type { AppError } from '../errors.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import { parseTraceparent } from '../values/traceparent.ts';
import { keepRequest } from './keepRequest.ts';
import type { Message } from './message.ts';
import type { RequestDigests } from './requestDigest.ts';
import { settle, tellConflict } from './settle.ts';
import type { JobStore } from './storage.ts';

/**
 * How long a job is put off in all, before it fails: the budget of a day, which comes back within 24 hours, may be met twice, and all that
 * waited for it come at once then, at the limit of a minute.
 */
const longestMs = { caller: 48 * 3_600_000, model: 24 * 3_600_000 };
/** Jobs that were put off together come again spread over so much more of their wait. */
const jitter = 0.25;
/** With it an hour, at most, where the limit says how long. */
const longestToldMs = 3_600_000 / (1 + jitter);
/** Where it does not say: as long as the job has waited, from 30 s to 10 minutes. */
const delays = { leastMs: 30_000, mostMs: 600_000 / (1 + jitter) };

/**
 * Puts off a job that met a limit, which is no failure and uses up none of its deliveries: request blob, unless there is one, then a
 * message of ours that is hidden for a while. `error` is the limit's: after 24 hours, or 48 of a caller's limit, the job fails with it. A
 * process that ends between the two leaves this delivery to be made again.
 */
export async function putOff(
  message: Message,
  error: AppError,
  digests: RequestDigests,
  span: InvocationSpan,
  store: JobStore,
): Promise<JobOutcome> {
  const { job, conversation, caller } = message;
  const since = sinceOf(message.throttledSince);
  const waitedMs = Date.now() - since;
  const mostMs = longestMs[error.code === 'rate_limit_exceeded' ? 'model' : 'caller'];
  if (waitedMs >= mostMs) return settle({ job, caller }, { error }, digests, span, store);
  const { traceparent: given = '' } = message;
  // Telemetry ignores an invalid one, so nothing would be found by it.
  const traceparent = parseTraceparent(given) === undefined ? span.traceparent : given;
  if (!(await keepRequest(message, digests, traceparent, store))) {
    return tellConflict(job, span, store);
  }
  const throttledSince = new Date(since).toISOString();
  await store.enqueue(
    {
      job,
      requestBlob: true,
      traceparent,
      ...(conversation !== undefined && { conversation }),
      ...(caller !== undefined && { caller }),
      throttledSince,
    },
    secondsFor(error.retryAfterMs, waitedMs),
  );
  span.setOutcome('throttled');
  return 'throttled';
}

/** The time of the first limit, in ms since 1970; now when the message does not say, or names no time that has been. */
function sinceOf(text: string | undefined): number {
  const time = Date.parse(text ?? '');
  return time <= Date.now() ? time : Date.now();
}

/** Time until the job is tried again, in whole seconds. */
function secondsFor(toldMs: number | undefined, waitedMs: number): number {
  const wait =
    toldMs === undefined
      ? Math.min(Math.max(waitedMs, delays.leastMs), delays.mostMs)
      : Math.min(toldMs, longestToldMs);
  return Math.max(1, Math.ceil((wait * (1 + Math.random() * jitter)) / 1_000));
}
