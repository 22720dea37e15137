import type { HttpResponseInit } from '@azure/functions';
import { toAppError, toErrorObject } from '../../errors.ts';
import type { Caller } from './caller.ts';

const defaultLimits = { keepAliveMs: 15_000, slowestWriteMs: 220_000 };

/**
 * Sends server-sent events as OpenAI's API does, each chunk as it arrives and no faster than the caller reads.
 * `respond` gets the answer with the events as its body. Resolves when the last event is out, and rejects with
 * what the events threw, which the caller gets as an `error` event. The body itself never fails, as the library
 * would leave the answer open.
 */
export async function sendEvents(
  events: AsyncIterable<readonly string[]>,
  caller: Caller,
  respond: (response: HttpResponseInit) => void,
  { keepAliveMs, slowestWriteMs } = defaultLimits,
): Promise<void> {
  const encoder = new TextEncoder();
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      body = controller;
    },
    cancel() {
      body = undefined;
    },
  });
  const write = (text: string) => body?.enqueue(encoder.encode(text));
  const keepAlive = setInterval(() => write(': keep-alive\n\n'), keepAliveMs);
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
      keepAlive.refresh();
      if (data.length > 0) write(data.map(toEvent).join(''));
      await caller.drained(slowestWriteMs);
    }
    write(toEvent('[DONE]'));
  } catch (thrown) {
    write(toEvent(JSON.stringify({ error: toErrorObject(toAppError(thrown)) })));
    throw thrown;
  } finally {
    clearInterval(keepAlive);
    body?.close();
  }
}

function toEvent(data: string): string {
  return `data: ${data}\n\n`;
}
