import { createParser } from 'eventsource-parser';
import { exceededByText } from '../../values/boundedJson.ts';
import { answerBounds, unreadable } from '../client/openResponse.ts';
import type { Events } from '../operation.ts';

const maxEventBytes = 8 * 1024 * 1024;

/**
 * Reads server-sent events from bytes: `take` gives the chunks that the data of one stands for, and what it throws ends the
 * stream, after the chunks before it.
 */
export function createEventReader<Chunk>(
  take: (data: string) => readonly Chunk[],
): Events<Chunk>['read'] {
  let chunks: Chunk[] = [];
  const parser = createParser({
    maxBufferSize: maxEventBytes,
    onEvent({ data }) {
      chunks.push(...take(data));
    },
    onError() {
      throw unreadable();
    },
  });
  const decoder = new TextDecoder();
  return (bytes) => {
    chunks = [];
    try {
      parser.feed(decoder.decode(bytes, { stream: true }));
    } catch (failure) {
      return { chunks, failure };
    }
    return { chunks, failure: undefined };
  };
}

/** The JSON of an event; undefined when it is none, or exceeds the bounds of a model's answer. */
export function parseEventJson(data: string): unknown {
  if (exceededByText(data, answerBounds) !== undefined) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
