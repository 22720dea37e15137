import { AppError, errorCodes, toAppError } from '../errors.ts';
import type { Completion } from '../inference/answer/completion.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import { sha256 } from '../values/sha256.ts';
import type { Message } from './message.ts';
import { putOff } from './putOff.ts';
import { digestsOf, type RequestDigests } from './requestDigest.ts';
import { type JobEnd, repeat, settle } from './settle.ts';
import type { JobStore } from './storage.ts';

/** What jobs need from inference: the check of a request, and a completion within the queue's deadline. */
export interface Inference {
  parse(value: unknown): ChatRequest;
  complete(request: ChatRequest): Promise<Completion>;
}

/**
 * Runs a message to one result, however often it is delivered: result blob once, then result message, at least
 * once. An invalid request ends as a failed result; a job that meets a limit is put off; another transient error is thrown, so that the
 * host delivers again.
 */
export async function runJob(
  message: Message,
  span: InvocationSpan,
  inference: Inference,
  store: JobStore,
): Promise<JobOutcome> {
  const [checked, stored] = await Promise.all([
    checkMessage(message, inference, store, span),
    store.readResult(message.job),
  ]);
  if (stored !== undefined) return repeat(stored, checked.digests, span, store);
  const end = 'request' in checked ? await answer(checked.request, inference) : checked;
  if ('error' in end && errorCodes[end.error.code].queue === 'later') {
    return putOff(message, end.error, checked.digests, span, store);
  }
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
  span?: Pick<InvocationSpan, 'setRequest'>,
): Promise<CheckedMessage> {
  try {
    if ('error' in request) throw request.error;
    const value = 'value' in request ? request.value : await readRequest(job, store);
    const checked = checkJobRequest(parse(value));
    span?.setRequest({ text: () => JSON.stringify(checked) });
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
