import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { ChatRequest } from '../inference/chatRequest.ts';
import type { InvocationSpan } from '../telemetry/invocationSpan.ts';
import { type Job, queuedJob, readJob } from './readJob.ts';
import { requestDigest } from './result.ts';
import { checkJobRequest } from './runJob.ts';
import type { JobStore } from './storage.ts';

/** What comes with a request for a job. */
export interface JobHeaders {
  /** `Idempotency-Key`: the same key gives the same job. */
  readonly idempotencyKey: unknown;
  readonly conversation: unknown;
}

/**
 * Accepts a job: request blob, message, mark, in this order, so that a crash in between loses nothing that was promised.
 * The same key with the same request gives the same job, sent again only if there is neither mark nor result. Throws
 * `idempotency_conflict` for the same key with another request.
 */
export async function acceptJob(
  request: ChatRequest,
  { idempotencyKey, conversation }: JobHeaders,
  span: InvocationSpan,
  store: JobStore,
): Promise<Job> {
  const job = jobOf(idempotencyKey);
  span.setJob(job);
  const { traceparent } = span;
  const requestSha256 = requestDigest(checkJobRequest(request));
  const acceptedAt = new Date().toISOString();
  if (!(await store.writeRequest({ job, request, requestSha256, traceparent, acceptedAt }))) {
    const [accepted, found] = await Promise.all([readJob(job, store), store.readRequest(job)]);
    if (found !== undefined && found.request.requestSha256 !== requestSha256) {
      throw new AppError(
        'idempotency_conflict',
        'This Idempotency-Key was used before with another request.',
      );
    }
    if (accepted.status !== 'queued' || found?.enqueued) return accepted;
  }
  const named = typeof conversation === 'string' ? { conversation } : {};
  await store.enqueue({ job, requestBlob: true, traceparent, ...named });
  await store.markEnqueued(job);
  return queuedJob(job, acceptedAt);
}

function jobOf(key: unknown): string {
  if (key === undefined) return `job_${randomBytes(16).toString('hex')}`;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError(
      'invalid_request',
      'Idempotency-Key must be 1 to 255 visible ASCII characters.',
      { param: 'Idempotency-Key' },
    );
  }
  return `job_${createHash('sha256').update(key, 'utf8').digest('hex').slice(0, 32)}`;
}
