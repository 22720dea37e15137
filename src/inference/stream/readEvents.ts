import type { Events } from '../operation.ts';
import { createCallNumbers } from './callNumbers.ts';
import { parseChatChunk, type StreamedChunk } from './chatChunk.ts';
import { createEventReader } from './serverEvents.ts';

/** Reads the events of one stream; chunks that say nothing are left out (Azure's first, which holds filter results only). */
export function readEvents(): Events<StreamedChunk> {
  const numberCalls = createCallNumbers();
  let done = false;
  let heard = false;
  let finished = false;
  const read = createEventReader((data): readonly StreamedChunk[] => {
    if (done) return [];
    if (data === '[DONE]') {
      done = true;
      return [];
    }
    const streamed = parseChatChunk(data, numberCalls);
    const { choices, usage } = streamed.chunk;
    heard = true;
    finished ||= choices?.some(({ finish_reason }) => finish_reason != null) ?? false;
    return choices?.length || usage != null ? [streamed] : [];
  });
  return {
    read,
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
