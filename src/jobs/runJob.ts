import { AppError, errorCodes, toAppError } from '../errors.ts';
import type { Completion } from '../inference/answer/completion.ts';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import type { InvocationSpan } from '../telemetry/spans/invocationSpan.ts';
import { sha256 } from '../values/sha256.ts';
import type { Message } from './message.ts';
import { putOff } from './putOff.ts';
import type { StoredRequest } from './request.ts';
import { digestsOf, type RequestDigests } from './requestDigest.ts';
import { type JobEnd, repeat, settle } from './settle.ts';
import type { JobStore } from './storage.ts';

/** What jobs need from inference: the check of a request, and a completion within the queue's deadline and the limits of its caller. */
export interface Inference {
  /** The caller that counts for a job of the one that is named; throws `invalid_request`. */
  callerOf(name: string | undefined): string | undefined;
  parse(value: unknown): ChatRequest;
  /** Throws `model_not_found` for a model that the caller may not ask. */
  checkModel(caller: string | undefined, request: ChatRequest): void;
  complete(request: ChatRequest, caller: string | undefined): Promise<Completion>;
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
  const { owner } = checked;
  const end =
    'request' in checked ? await answer(checked.request, checked.caller, inference) : checked;
  if ('error' in end && errorCodes[end.error.code].queue === 'later') {
    return putOff({ ...message, caller: owner }, end.error, checked.digests, span, store);
  }
  return settle({ job: message.job, caller: owner }, end, checked.digests, span, store);
}

/** A message's checked request, or what is wrong with it; and its digest. */
export type CheckedMessage = {
  readonly digests: RequestDigests;
  /** Whose job it is, as the message says, else the blob of its request. */
  readonly owner: string | undefined;
} & (
  | {
      readonly request: ChatRequest;
      /** Whose limits count. */
      readonly caller: string | undefined;
    }
  | { readonly error: AppError }
);

/** Checks the request of a message, which may be in its blob. */
export async function checkMessage(
  { job, request, caller: named, text }: Message,
  { callerOf, parse, checkModel }: Omit<Inference, 'complete'>,
  store: JobStore,
  span: Pick<InvocationSpan, 'setRequest' | 'setCaller'>,
): Promise<CheckedMessage> {
  let owner = named;
  let value: unknown;
  const check = () => checkJobRequest(parse(value));
  try {
    if ('error' in request) throw request.error;
    const stored = 'value' in request ? undefined : await readRequest(job, store);
    owner ??= stored?.caller;
    value = 'value' in request ? request.value : stored?.request;
    const caller = callerOf(owner);
    if (caller !== undefined) span.setCaller(caller);
    const checked = check();
    span.setRequest({ text: () => JSON.stringify(checked) });
    checkModel(caller, checked);
    return { request: checked, caller, owner, digests: digestsOf(checked) };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (errorCodes[error.code].queue === 'retry') throw thrown;
    return { error, owner, digests: digestsOfRefused(check, text) };
  }
}

/** A request that is fine keeps its digest though its caller is refused by now: it is the same one as before. */
function digestsOfRefused(check: () => ChatRequest, text: string): RequestDigests {
  try {
    return digestsOf(check());
  } catch {
    const digest = sha256(text);
    return { requestSha256: digest, former: digest };
  }
}

/** A job's answer goes into a blob: nobody reads a stream. */
export function checkJobRequest(request: ChatRequest): ChatRequest {
  if (!request.stream) return request;
  throw new AppError('invalid_request', 'A job cannot be streamed.', { param: 'stream' });
}

async function readRequest(job: string, store: JobStore): Promise<StoredRequest> {
  const found = await store.readRequest(job);
  if (found !== undefined) return found.request;
  throw new AppError('invalid_request', 'There is no request blob for this job.', {
    param: 'requestBlob',
  });
}

async function answer(
  request: ChatRequest,
  caller: string | undefined,
  { complete }: Inference,
): Promise<JobEnd> {
  try {
    return { completion: await complete(request, caller) };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (errorCodes[error.code].queue === 'retry') throw thrown;
    return { error };
  }
}
