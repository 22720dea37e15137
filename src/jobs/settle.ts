import { AppError, toErrorObject } from '../errors.ts';
import type { Completion } from '../inference/answer/completion.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import type { Message } from './message.ts';
import { isSameRequest, type RequestDigests } from './requestDigest.ts';
import { type Outcome, type Result, toResultMessage } from './result.ts';
import type { JobStore } from './storage.ts';

/** How a job ends: with an answer, or with a permanent error. */
export type JobEnd = { readonly completion: Completion } | { readonly error: AppError };

/** A job, and whose it is. */
export type OwnedJob = Pick<Message, 'job' | 'caller'>;

/**
 * Writes the result, unless another delivery was first, and announces the stored one. If that belongs to
 * another request, announces the conflict.
 */
export async function settle(
  { job, caller }: OwnedJob,
  end: JobEnd,
  digests: RequestDigests,
  span: InvocationSpan,
  store: JobStore,
): Promise<JobOutcome> {
  const result = {
    job,
    ...toOutcome(end),
    requestSha256: digests.requestSha256,
    sessionId: span.sessionId,
    traceparent: span.traceparent,
    ...(caller !== undefined && { caller }),
    createdAt: new Date().toISOString(),
  };
  if (!(await store.writeResult(result))) {
    const first = await store.readResult(job);
    return first === undefined ? 'duplicate' : repeat(first, digests, span, store);
  }
  await store.sendResult(toResultMessage(result, store.resultPath(job)));
  if ('error' in end) span.setFailure(end.error);
  return result.status;
}

function toOutcome(end: JobEnd): Outcome {
  return 'error' in end
    ? { status: 'failed', error: toErrorObject(end.error) }
    : { status: 'succeeded', completion: end.completion };
}

/** The job already has its result: sends the message again, as the first may be lost, and does not call the model. */
export async function repeat(
  stored: Result,
  digests: RequestDigests,
  span: InvocationSpan,
  store: JobStore,
): Promise<JobOutcome> {
  if (!isSameRequest(stored, digests)) return tellConflict(stored.job, span, store);
  await store.sendResult(toResultMessage(stored, store.resultPath(stored.job)));
  span.setOutcome('duplicate');
  return 'duplicate';
}

/**
 * Announces that the job's name belongs to another request: the message has no result, as the result is the
 * other's.
 */
export async function tellConflict(
  job: string,
  span: InvocationSpan,
  store: JobStore,
): Promise<JobOutcome> {
  const error = new AppError(
    'idempotency_conflict',
    'This job was sent before with another request.',
  );
  await store.sendResult({
    job,
    status: 'failed',
    error: toErrorObject(error),
    sessionId: span.sessionId,
    traceparent: span.traceparent,
  });
  span.setFailure(error);
  return 'failed';
}
