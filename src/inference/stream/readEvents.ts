import { createParser } from 'eventsource-parser';
import { unreadable } from '../client/openResponse.ts';
import { createCallNumbers } from './callNumbers.ts';
import { parseChatChunk, type StreamedChunk } from './chatChunk.ts';

/** What one read brought. */
interface Read {
  readonly chunks: readonly StreamedChunk[];
  /** What ends the stream after them: our error for what is no chunk, and for the model's own errors. */
  readonly failure: unknown;
}

/** The events of one stream, as far as they have come. */
export interface Events {
  /** Reads on, and gives the chunks that came, up to what failed. */
  read(bytes: Uint8Array): Read;
  /** Whether the model's `[DONE]` has come. */
  readonly done: boolean;
  /** Whether any chunk has. */
  readonly heard: boolean;
  /** Whether a finish reason has. */
  readonly finished: boolean;
}

const maxEventBytes = 8 * 1024 * 1024;

/** Reads the events of one stream; chunks that say nothing are left out (Azure's first, which holds filter results only). */
export function readEvents(): Events {
  let chunks: StreamedChunk[] = [];
  const numberCalls = createCallNumbers();
  let done = false;
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
      const streamed = parseChatChunk(data, numberCalls);
      const { chunk } = streamed;
      heard = true;
      finished ||= chunk.choices?.some(({ finish_reason }) => finish_reason != null) ?? false;
      if (chunk.choices?.length || chunk.usage != null) chunks.push(streamed);
    },
    onError() {
      throw unreadable();
    },
  });
  const decoder = new TextDecoder();
  return {
    read(bytes) {
      chunks = [];
      try {
        parser.feed(decoder.decode(bytes, { stream: true }));
      } catch (failure) {
        return { chunks, failure };
      }
      return { chunks, failure: undefined };
    },
    get done() {
      return done;
    },
    get heard() {
      return heard;
    },
    get finished() {
      return finished;
    },
  };
}
