import type { ModelClient } from '@azure-rest/ai-inference';
import { createParser } from 'eventsource-parser';
import { AppError } from '../../errors.ts';
import type { Deadline, Limits } from '../../values/deadline.ts';
import { limitCall } from '../client/callLimit.ts';
import { type OnHead, openResponse, unreadable } from '../client/openResponse.ts';
import { type ChatChunk, parseChatChunk } from './chatChunk.ts';

/** Limits of a stream that has begun. */
export interface StreamBounds {
  /** End of the whole stream; read again with each read, as the chunks so far may move it. */
  readonly end: Deadline;
  /** Longest wait from one chunk to the next. */
  readonly betweenChunksMs: number;
}

/** One event of the model's stream: its data, unchanged and checked. */
export interface StreamedChunk {
  readonly data: string;
  readonly chunk: ChatChunk;
}

const maxEventBytes = 8 * 1024 * 1024;
/** After `[DONE]` the connection is kept if the model ends its answer within this time. */
const closingMs = 250;

/**
 * One streamed call to the model: the chunks of each read, as they arrive. Nothing more is read until they are
 * taken. Chunks without content are left out (Azure's first holds only filter results). Ends with the model's
 * `[DONE]`, or where it stops after a finish reason; throws our errors only.
 */
export async function* streamModel(
  client: ModelClient,
  body: Record<string, unknown>,
  limits: Limits,
  onHead: OnHead,
  { end, betweenChunksMs }: StreamBounds,
): AsyncGenerator<readonly StreamedChunk[]> {
  const limit = limitCall(limits);
  let done = false;
  try {
    const response = await openResponse(client, body, limit.signal, onHead);
    let chunks: StreamedChunk[] = [];
    let heard = false;
    let finished = false;
    const parser = createParser({
      maxBufferSize: maxEventBytes,
      onEvent({ data }) {
        if (done) return;
        if (data === '[DONE]') {
          done = true;
          return;
        }
        const chunk = parseChatChunk(data);
        heard = true;
        finished ||= chunk.choices?.some(({ finish_reason }) => finish_reason != null) ?? false;
        if (chunk.choices?.length || chunk.usage != null) chunks.push({ data, chunk });
      },
      onError() {
        throw unreadable();
      },
    });
    const decoder = new TextDecoder();
    for await (const bytes of response as AsyncIterable<Buffer>) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      if (chunks.length > 0) {
        limit.pause(); // a slow reader does not count as the model's silence
        yield chunks;
        chunks = [];
        limit.restart(Math.min(betweenChunksMs, end.leftMs()));
      }
      if (done) limit.restart(closingMs);
    }
    if (!finished && !done) {
      if (!heard) throw unreadable(); // a web page, or a whole answer instead of a stream
      throw new AppError('model_unavailable', 'The model broke off its answer.');
    }
  } catch (thrown) {
    if (!done) throw limit.toError(thrown);
  } finally {
    limit.end();
  }
}
