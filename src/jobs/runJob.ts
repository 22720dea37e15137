import { AppError, errorCodes, toAppError, toErrorObject } from '../errors.ts';
import type { Completion } from '../inference/answer/completion.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import { sha256 } from '../values/sha256.ts';
import type { Message } from './message.ts';
import { digestsOf, isSameRequest, type RequestDigests } from './requestDigest.ts';
import { type Outcome, type Result, toResultMessage } from './result.ts';
import type { JobStore } from './storage.ts';

/** What jobs need from inference: the check of a request, and a completion within the queue's deadline. */
export interface Inference {
  parse(value: unknown): ChatRequest;
  complete(request: ChatRequest): Promise<Completion>;
}

/**
 * Runs a message to one result, however often it is delivered: result blob once, then result message, at least
 * once. An invalid request ends as a failed result; a transient error is thrown, so that the host delivers
 * again.
 */
export async function runJob(
  message: Message,
  span: InvocationSpan,
  inference: Inference,
  store: JobStore,
): Promise<JobOutcome> {
  const [checked, stored] = await Promise.all([
    checkMessage(message, inference, store),
    store.readResult(message.job),
  ]);
  if (stored !== undefined) return repeat(stored, checked.digests, span, store);
  const end = 'request' in checked ? await answer(checked.request, inference) : checked;
  return settle(message.job, end, checked.digests, span, store);
}

/** A message's checked request, or what is wrong with it; and its digest. */
export type CheckedMessage = { readonly digests: RequestDigests } & (
  | { readonly request: ChatRequest }
  | { readonly error: AppError }
);

/** Checks the request of a message, which may be in its blob. */
export async function checkMessage(
  { job, request, text }: Message,
  { parse }: Pick<Inference, 'parse'>,
  store: JobStore,
): Promise<CheckedMessage> {
  try {
    if ('error' in request) throw request.error;
    const value = 'value' in request ? request.value : await readRequest(job, store);
    const checked = checkJobRequest(parse(value));
    return { request: checked, digests: digestsOf(checked) };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (errorCodes[error.code].queue === 'retry') throw thrown;
    const digest = sha256(text);
    return { error, digests: { requestSha256: digest, former: digest } };
  }
}

/** A job's answer goes into a blob: nobody reads a stream. */
export function checkJobRequest(request: ChatRequest): ChatRequest {
  if (!request.stream) return request;
  throw new AppError('invalid_request', 'A job cannot be streamed.', { param: 'stream' });
}

/** How a job ends: with an answer, or with a permanent error. */
export type JobEnd = { readonly completion: Completion } | { readonly error: AppError };

/**
 * Writes the result, unless another delivery was first, and announces the stored one. If that belongs to
 * another request, announces the conflict.
 */
export async function settle(
  job: string,
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

async function readRequest(job: string, store: JobStore): Promise<unknown> {
  const found = await store.readRequest(job);
  if (found !== undefined) return found.request.request;
  throw new AppError('invalid_request', 'There is no request blob for this job.', {
    param: 'requestBlob',
  });
}

async function answer(request: ChatRequest, { complete }: Inference): Promise<JobEnd> {
  try {
    return { completion: await complete(request) };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (errorCodes[error.code].queue === 'retry') throw thrown;
    return { error };
  }
}

/** The job already has its result: sends the message again, as the first may be lost, and does not call the model. */
async function repeat(
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
