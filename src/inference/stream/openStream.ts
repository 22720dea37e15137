import { type ErrorCode, toAppError } from '../../errors.ts';
import { afterFirst } from '../../values/afterFirst.ts';
import type { Limits } from '../../values/deadline.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { Collected, StreamedOperation } from '../operation.ts';
import type { Attempt } from '../retry/complete.ts';
import { type StreamBounds, streamModel } from './streamModel.ts';

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

async function* streamOnce<Answer, Chunk, T>(
  { client, openModelSpan }: ModelAccess,
  operation: StreamedOperation<Answer, Chunk>,
  { model, number, limits }: Attempt,
  bounds: StreamBounds,
  collected: Collected<Answer, Chunk>,
  give: Give<Chunk, T>,
): AsyncGenerator<readonly T[]> {
  const span = openModelSpan(operation.toCall(model, number));
  let code: ErrorCode | undefined = 'client_closed'; // unless it finishes, or fails
  try {
    const body = operation.toBody(model);
    for await (const chunks of streamModel(
      client,
      operation,
      body,
      limits,
      span.responded,
      bounds,
    )) {
      if (chunks.some(operation.saysSomething)) span.firstChunk();
      for (const chunk of chunks) collected.add(chunk);
      yield chunks.flatMap((chunk) => give(chunk) ?? []);
    }
    code = undefined;
  } catch (thrown) {
    code = toAppError(thrown).code;
    throw thrown;
  } finally {
    const answer = collected.toAnswer();
    const answered = answer && operation.toAnswered(answer, model);
    if (code === undefined && answered !== undefined) span.succeeded(answered);
    else span.failed(code ?? 'model_bad_response', answered);
  }
}
