import type { ModelClient } from '@azure-rest/ai-inference';
import { AppError } from '../../errors.ts';
import type { Deadline, Limits } from '../../values/deadline.ts';
import { limitCall } from '../client/callLimit.ts';
import { type OnHead, openResponse, unreadable } from '../client/openResponse.ts';
import type { StreamedOperation } from '../operation.ts';

/** Limits of a stream that has begun. */
export interface StreamBounds {
  /** End of the whole stream; read again with each read, as the chunks so far may move it. */
  readonly end: Deadline;
  /** Longest wait from one chunk to the next. */
  readonly betweenChunksMs: number;
}

/** After `[DONE]` the connection is kept if the model ends its answer within this time. */
const closingMs = 250;

/**
 * One streamed call to the model: the chunks of each read, as they arrive. Nothing more is read until they are taken. Ends with
 * the model's `[DONE]`, or where it stops after a finish reason; throws our errors only.
 */
export async function* streamModel<Chunk>(
  client: ModelClient,
  operation: Pick<
    StreamedOperation<unknown, Chunk>,
    'path' | 'toError' | 'ofCaller' | 'readEvents'
  >,
  body: Record<string, unknown>,
  limits: Limits,
  onHead: OnHead,
  { end, betweenChunksMs }: StreamBounds,
): AsyncGenerator<readonly Chunk[]> {
  const limit = limitCall(limits);
  const events = operation.readEvents();
  try {
    const response = await openResponse(client, operation, body, limit.signal, onHead);
    for await (const bytes of response as AsyncIterable<Buffer>) {
      const { chunks, failure } = events.read(bytes);
      if (chunks.length > 0) {
        limit.pause(); // a slow reader does not count as the model's silence
        yield chunks;
        limit.restart(Math.min(betweenChunksMs, end.leftMs()));
      }
      if (failure !== undefined) throw failure;
      if (events.done) limit.restart(closingMs);
    }
    if (!events.finished && !events.done) {
      if (!events.heard) throw unreadable(); // a web page, or a whole answer instead of a stream
      throw new AppError('model_unavailable', 'The model broke off its answer.');
    }
  } catch (thrown) {
    if (!events.done) throw limit.toError(thrown);
  } finally {
    limit.end();
  }
}
