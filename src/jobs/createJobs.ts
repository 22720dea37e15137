import { AppError, errorCodes, toAppError, toErrorObject } from '../errors.ts';
import type { ChatRequest } from '../inference/chatRequest.ts';
import type { Completion } from '../inference/completion.ts';
import type { InvocationSpan } from '../telemetry/invocationSpan.ts';
import type { JobOutcome } from '../telemetry/metrics.ts';
import { type Message, readMessage } from './message.ts';
import { type Outcome, type Result, requestDigest, sha256 } from './result.ts';
import type { ResultStore } from './storage.ts';

/** What jobs need of inference: the check of a request, and a completion within the queue's deadline. */
export interface Inference {
  parse(value: unknown): ChatRequest;
  complete(request: ChatRequest): Promise<Completion>;
}

/** Work that came by the queue. */
export interface Jobs {
  /** Reads a message; never throws. */
  readMessage(body: unknown, messageId: unknown): Message;
  /**
   * Runs a message to one result, however often it is delivered: result blob once, result message at least once. A wrong
   * request ends as a failed result; what may pass is thrown, so that the host delivers again.
   */
  run(message: Message, span: InvocationSpan): Promise<void>;
}

/** Binds inference, storage and the count of outcomes together; the store is opened by the first message. */
export function createJobs(
  inference: Inference,
  countJob: (outcome: JobOutcome) => void,
  openStore: () => Promise<ResultStore>,
): Jobs {
  return {
    readMessage,
    async run(message, span) {
      span.setJob(message.job);
      try {
        countJob(await settle(message, span, inference, await openStore()));
      } catch (thrown) {
        countJob('retried');
        throw thrown;
      }
    },
  };
}

async function settle(
  message: Message,
  span: InvocationSpan,
  inference: Inference,
  store: ResultStore,
): Promise<JobOutcome> {
  const checked = check(message, inference.parse);
  const requestSha256 =
    'request' in checked ? requestDigest(checked.request) : sha256(message.text);

  const stored = await store.read(message.job);
  if (stored !== undefined) return repeat(store, stored, requestSha256, span);

  const outcome =
    'request' in checked
      ? await answer(checked.request, inference.complete, span)
      : fail(checked.error, span);
  const result = {
    job: message.job,
    ...outcome,
    requestSha256,
    sessionId: span.sessionId,
    traceparent: span.traceparent,
    createdAt: new Date().toISOString(),
  };
  const won = await store.writeOnce(result);
  const first = won ? result : await store.read(message.job);
  if (first !== undefined) await sendResult(store, first);
  return won ? outcome.status : 'duplicate';
}

type Checked = { readonly request: ChatRequest } | { readonly error: AppError };

function check({ request }: Message, parse: (value: unknown) => ChatRequest): Checked {
  if ('error' in request) return request;
  try {
    return { request: checkJob(parse(request.value)) };
  } catch (thrown) {
    return { error: toAppError(thrown) };
  }
}

/** A job's answer waits in a blob: there is nobody to stream it to. */
function checkJob(request: ChatRequest): ChatRequest {
  if (!request.stream) return request;
  throw new AppError('invalid_request', 'A job cannot be streamed.', { param: 'stream' });
}

async function answer(
  request: ChatRequest,
  complete: Inference['complete'],
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
  store: ResultStore,
  stored: Result,
  requestSha256: string,
  span: InvocationSpan,
): Promise<JobOutcome> {
  if (stored.requestSha256 === requestSha256) {
    span.setOutcome('duplicate');
    await sendResult(store, stored);
    return 'duplicate';
  }
  const error = new AppError(
    'idempotency_conflict',
    'This job was run before with another request.',
  );
  span.setFailure(error);
  await store.send({
    job: stored.job,
    status: 'failed',
    error: toErrorObject(error),
    sessionId: span.sessionId,
    traceparent: span.traceparent,
  });
  return 'failed';
}

function sendResult(store: ResultStore, result: Result): Promise<void> {
  return store.send({
    job: result.job,
    status: result.status,
    result: store.pathOf(result.job),
    ...(result.status === 'failed' ? { error: result.error } : {}),
    sessionId: result.sessionId,
    traceparent: result.traceparent,
  });
}
