import { randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import { sha256 } from '../values/sha256.ts';
import { type Job, queuedJob, readJob } from './readJob.ts';
import { digestsOf, isSameRequest } from './requestDigest.ts';
import { checkJobRequest } from './runJob.ts';
import type { JobStore } from './storage.ts';

/** What accompanies a request for a job. */
export interface JobHeaders {
  /** `Idempotency-Key`: the same key gives the same job. */
  readonly idempotencyKey: unknown;
  readonly conversation: unknown;
  /** Whose job it is; undefined where callers have no names. */
  readonly caller?: string | undefined;
}

/**
 * Accepts a job: request blob, message, mark, in this order, so that a crash in between loses nothing that was
 * promised. The same key with the same request gives the same job. Without mark and result, another post is
 * still running or has died. The job is then sent again, hidden until the first one's run is over (`firstRunMs`
 * after its acceptance), so that the second run finds the first one's result. Throws `idempotency_conflict` for
 * the same key with another request.
 */
export async function acceptJob(
  request: ChatRequest,
  { idempotencyKey, conversation, caller }: JobHeaders,
  span: InvocationSpan,
  store: JobStore,
  firstRunMs: number,
): Promise<Job> {
  const job = jobOf(idempotencyKey, caller);
  span.setJob(job);
  const { traceparent } = span;
  const digests = digestsOf(checkJobRequest(request));
  const { requestSha256 } = digests;
  const named = typeof conversation === 'string' ? { conversation } : {};
  const message = {
    job,
    requestBlob: true,
    traceparent,
    ...named,
    ...(caller !== undefined && { caller }),
  } as const;
  const acceptedAt = new Date().toISOString();
  const stored = { job, request, requestSha256, traceparent, caller, acceptedAt };
  if (await store.writeRequest(stored)) {
    await store.enqueue(message, 0);
    await store.markEnqueued(job);
    return queuedJob(job, acceptedAt);
  }
  const [accepted, found] = await Promise.all([
    readJob(job, caller, store),
    store.readRequest(job),
  ]);
  if (found !== undefined && !isSameRequest(found.request, digests)) {
    throw new AppError(
      'idempotency_conflict',
      'This Idempotency-Key was used before with another request.',
    );
  }
  if (accepted.status !== 'queued' || found === undefined || found.enqueued) return accepted;
  await store.enqueue(message, secondsLeft(found.request.acceptedAt, firstRunMs));
  await store.markEnqueued(job);
  return accepted;
}

/** Time until the first run of a job is over, in whole seconds; the clocks of two workers may differ. */
function secondsLeft(acceptedAt: string, firstRunMs: number): number {
  const leftMs = firstRunMs - (Date.now() - Date.parse(acceptedAt));
  return Math.ceil(Math.min(Math.max(leftMs, 0), firstRunMs) / 1_000);
}

/** A key is its caller's: the same one of another caller is another job. */
function jobOf(key: unknown, caller: string | undefined): string {
  if (key === undefined) return `job_${randomBytes(16).toString('hex')}`;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError(
      'invalid_request',
      'Idempotency-Key must be 1 to 255 visible ASCII characters.',
      { param: 'Idempotency-Key' },
    );
  }
  const named = caller === undefined ? key : `${caller}\n${key}`; // neither holds a line's end
  return `job_${sha256(named).slice(0, 32)}`;
}
