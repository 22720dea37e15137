import { createParser } from 'eventsource-parser';
import { unreadable } from '../client/openResponse.ts';
import type { Events } from '../operation.ts';
import { createCallNumbers } from './callNumbers.ts';
import { parseChatChunk, type StreamedChunk } from './chatChunk.ts';

const maxEventBytes = 8 * 1024 * 1024;

/** Reads the events of one stream; chunks that say nothing are left out (Azure's first, which holds filter results only). */
export function readEvents(): Events<StreamedChunk> {
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
