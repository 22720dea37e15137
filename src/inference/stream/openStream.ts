import { AppError, type ErrorCode } from '../../errors.ts';
import { afterFirst } from '../../values/afterFirst.ts';
import type { Deadline, Limits } from '../../values/deadline.ts';
import { limitCall } from '../client/callLimit.ts';
import { openResponse, unreadable } from '../client/openResponse.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { Collected, Events, StreamedOperation } from '../operation.ts';
import type { Attempt } from '../retry/complete.ts';
import { tellUsed } from '../used.ts';

/** Limits of a stream that has begun. */
export interface StreamBounds {
  /** End of the whole stream; read again with each read, as the chunks so far may move it. */
  readonly end: Deadline;
  /** Longest wait from one chunk to the next. */
  readonly betweenChunksMs: number;
}

/** After `[DONE]` the connection is kept if the model ends its answer within this time. */
const closingMs = 250;

/** Converts a chunk; undefined leaves it out. */
type Give<Chunk, T> = (chunk: Chunk) => T | undefined;

/**
 * Asks the models until one begins to answer, each call in a span, and gives what `give` makes of its chunks,
 * read by read. `createGive` is called once per call, with the deployment and the answer collected so far.
 */
export function openStream<Answer, Chunk, T>(
  access: ModelAccess,
  operation: StreamedOperation<Answer, Chunk>,
  limits: Limits,
  bounds: StreamBounds,
  createGive: (model: string, collected: Collected<Answer, Chunk>) => Give<Chunk, T>,
): Promise<AsyncIterable<readonly T[]>> {
  return access.retried(operation.models, limits, (attempt) => {
    const collected = operation.collect();
    const give = createGive(attempt.model, collected);
    return afterFirst(streamOnce(access, operation, attempt, bounds, collected, give));
  });
}

/**
 * One streamed call to the model: what `give` makes of the chunks of each read, as they arrive. Nothing more is read until they
 * are taken. Ends with the model's last event, or where it stops after a finish reason; throws our errors only. It is one
 * generator: another one would double what passing a chunk on costs.
 */
async function* streamOnce<Answer, Chunk, T>(
  { client, openModelSpan }: ModelAccess,
  operation: StreamedOperation<Answer, Chunk>,
  { model, number, limits }: Attempt,
  { end, betweenChunksMs }: StreamBounds,
  collected: Collected<Answer, Chunk>,
  give: Give<Chunk, T>,
): AsyncGenerator<readonly T[]> {
  const span = openModelSpan(operation.toCall(model, number));
  const limit = limitCall(limits);
  const events = operation.readEvents();
  let code: ErrorCode | undefined = 'client_closed'; // unless it finishes, or fails
  let whole = false;
  let said = false;
  try {
    const body = operation.toBody(model);
    const answer = await openResponse(client, operation, body, limit.signal, span.responded);
    for await (const bytes of answer) {
      const { chunks, failure } = events.read(bytes);
      if (chunks.length > 0) {
        if (!said && chunks.some(operation.saysSomething)) {
          said = true;
          span.firstChunk();
        }
        const given: T[] = [];
        for (const chunk of chunks) {
          collected.add(chunk);
          const made = give(chunk);
          if (made !== undefined) given.push(made);
        }
        limit.pause(); // a slow reader does not count as the model's silence
        yield given;
        limit.restart(Math.min(betweenChunksMs, end.leftMs()));
      }
      if (failure !== undefined) throw failure;
      if (events.done) limit.restart(closingMs);
      whole = events.done; // how the connection ends no longer counts
    }
    checkEnd(events);
    code = undefined;
  } catch (thrown) {
    const error = limit.toError(thrown);
    code = whole ? undefined : error.code;
    if (!whole) throw error;
  } finally {
    limit.end();
    const answer = collected.toAnswer();
    const answered = answer && operation.toAnswered(answer, model);
    tellUsed(limits, answered, code);
    if (code === undefined && answered !== undefined) span.succeeded(answered);
    else span.failed(code ?? 'model_bad_response', answered);
  }
}

/** Throws when a model has stopped before the end of its answer. */
function checkEnd({ finished, done, heard }: Events<unknown>): void {
  if (finished || done) return;
  if (!heard) throw unreadable(); // a web page, or a whole answer instead of a stream
  throw new AppError('model_unavailable', 'The model broke off its answer.');
}
