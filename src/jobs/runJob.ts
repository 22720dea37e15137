import { AppError, errorCodes, toAppError, toErrorObject } from '../errors.ts';
import type { ChatRequest } from '../inference/chatRequest.ts';
import type { Completion } from '../inference/completion.ts';
import type { InvocationSpan } from '../telemetry/invocationSpan.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { Message } from './message.ts';
import { type Outcome, type Result, requestDigest, sha256, toResultMessage } from './result.ts';
import type { JobStore } from './storage.ts';

/** What jobs need of inference: the check of a request, and a completion within the queue's deadline. */
export interface Inference {
  parse(value: unknown): ChatRequest;
  complete(request: ChatRequest): Promise<Completion>;
}

/**
 * Runs a message to one result, however often it is delivered: result blob once, then result message, at least once. A
 * wrong request ends as a failed result; what may pass is thrown, so that the host delivers again.
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
  if (stored !== undefined) return repeat(stored, checked.sha256, span, store);
  const outcome =
    'request' in checked
      ? await answer(checked.request, inference, span)
      : fail(checked.error, span);
  return settle(message.job, outcome, checked.sha256, span, store);
}

/** A message's request, checked, or what is wrong with it; and what tells it from another request. */
export type CheckedMessage = { readonly sha256: string } & (
  | { readonly request: ChatRequest }
  | { readonly error: AppError }
);

/** Checks what a message asks for; reads it from its blob when it lies there. */
export async function checkMessage(
  { job, request, text }: Message,
  { parse }: Pick<Inference, 'parse'>,
  store: JobStore,
): Promise<CheckedMessage> {
  try {
    if ('error' in request) throw request.error;
    const value = 'value' in request ? request.value : await readRequest(job, store);
    const checked = checkJobRequest(parse(value));
    return { request: checked, sha256: requestDigest(checked) };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (errorCodes[error.code].queue === 'retry') throw thrown;
    return { error, sha256: sha256(text) };
  }
}

/** A job's answer waits in a blob: there is nobody to stream it to. */
export function checkJobRequest(request: ChatRequest): ChatRequest {
  if (!request.stream) return request;
  throw new AppError('invalid_request', 'A job cannot be streamed.', { param: 'stream' });
}

/** Writes the result, unless another delivery was first, and tells of the one that is stored. */
export async function settle(
  job: string,
  outcome: Outcome,
  requestSha256: string,
  span: InvocationSpan,
  store: JobStore,
): Promise<JobOutcome> {
  const result = {
    job,
    ...outcome,
    requestSha256,
    sessionId: span.sessionId,
    traceparent: span.traceparent,
    createdAt: new Date().toISOString(),
  };
  const won = await store.writeResult(result);
  const first = won ? result : await store.readResult(job);
  if (first !== undefined) await store.sendResult(toResultMessage(first, store.resultPath(job)));
  return won ? outcome.status : 'duplicate';
}

async function readRequest(job: string, store: JobStore): Promise<unknown> {
  const found = await store.readRequest(job);
  if (found !== undefined) return found.request.request;
  throw new AppError('invalid_request', 'There is no request blob for this job.', {
    param: 'requestBlob',
  });
}

async function answer(
  request: ChatRequest,
  { complete }: Inference,
  span: InvocationSpan,
): Promise<Outcome> {
  try {
    return { status: 'succeeded', completion: await complete(request) };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (errorCodes[error.code].queue === 'retry') throw thrown;
    return fail(error, span);
  }
}

function fail(error: AppError, span: InvocationSpan): Outcome {
  span.setFailure(error);
  return { status: 'failed', error: toErrorObject(error) };
}

/** The job has its result: the message is sent again, as the first may have been lost; the model is not called. */
async function repeat(
  stored: Result,
  requestSha256: string,
  span: InvocationSpan,
  store: JobStore,
): Promise<JobOutcome> {
  if (stored.requestSha256 === requestSha256) {
    span.setOutcome('duplicate');
    await store.sendResult(toResultMessage(stored, store.resultPath(stored.job)));
    return 'duplicate';
  }
  const error = new AppError(
    'idempotency_conflict',
    'This job was run before with another request.',
  );
  span.setFailure(error);
  await store.sendResult({
    job: stored.job,
    status: 'failed',
    error: toErrorObject(error),
    sessionId: span.sessionId,
    traceparent: span.traceparent,
  });
  return 'failed';
}
