import type { HttpResponseInit } from '@azure/functions';
import { toAppError, toErrorObject } from '../../errors.ts';
import { createMovedTimer } from '../../values/movedTimer.ts';
import type { Caller } from './caller.ts';

const defaultLimits = { keepAliveMs: 15_000, slowestWriteMs: 220_000 };

/** How an API writes its events. */
export interface EventForm {
  /** What is sent for each text that the events give. */
  toEvent(text: string): string;
  /** Sent after the last one. */
  readonly end: string;
  /** Sent for an error that ends the events. */
  toFailure(thrown: unknown): string;
}

/** The events of chat completions: texts are their data. */
const chunkForm: EventForm = {
  toEvent,
  end: toEvent('[DONE]'),
  toFailure: (thrown) => toEvent(JSON.stringify({ error: toErrorObject(toAppError(thrown)) })),
};

/** The typed events of responses: texts are whole events, and the last ones tell of a failure. */
export const typedForm: EventForm = { toEvent: (text) => text, end: '', toFailure: () => '' };

/**
 * Sends server-sent events as OpenAI's API does, each chunk as it arrives and no faster than the caller reads.
 * `respond` gets the answer with the events as its body. Resolves when the last event is out, and rejects with
 * what the events threw, which the caller gets as an event. The body itself never fails, as the library
 * would leave the answer open.
 */
export async function sendEvents(
  events: AsyncIterable<readonly string[]>,
  caller: Caller,
  respond: (response: HttpResponseInit) => void,
  form = chunkForm,
  { keepAliveMs, slowestWriteMs } = defaultLimits,
): Promise<void> {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      body = controller;
    },
    cancel() {
      body = undefined;
    },
  });
  const write = (text: string) => {
    if (text !== '') body?.enqueue(Buffer.from(text)); // a third of what a TextEncoder takes for a short text
  };
  const keepAlive = createMovedTimer(() => {
    write(': keep-alive\n\n');
    keepAlive.dueIn(keepAliveMs);
  });
  keepAlive.dueIn(keepAliveMs);
  respond({
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
    body: stream,
  });
  try {
    for await (const data of events) {
      keepAlive.dueIn(keepAliveMs);
      if (data.length > 0) write(data.map(form.toEvent).join(''));
      const drained = caller.drained(slowestWriteMs);
      if (drained !== undefined) await drained;
    }
    write(form.end);
  } catch (thrown) {
    write(form.toFailure(thrown));
    throw thrown;
  } finally {
    keepAlive.end();
    body?.close();
  }
}

function toEvent(data: string): string {
  return `data: ${data}\n\n`;
}
