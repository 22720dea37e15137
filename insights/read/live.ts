import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveEvent } from '../api.ts';
import type { Mishaps } from '../mishaps.ts';
import type { Lists } from '../store/list.ts';
import type { Store } from '../store/store.ts';

/** A browser opens six connections to a host: with more streams than this the pages' other requests would wait for ever. */
const maxStreams = 4;
const resumeLimit = 1_000;
const pingMs = 15_000;
const maxBuffered = 1024 * 1024;

/** `GET /api/live`: what changes, as server-sent events whose id is the sequence number, so that a page resumes. */
export interface Live {
  serve(request: IncomingMessage, response: ServerResponse): void;
  stop(): void;
}

/** One event for each batch that the store writes; a stream over the limit gets 204, and its page asks each second instead. */
export function createLive(store: Store, lists: Lists, mishaps: Mishaps): Live {
  const streams = new Set<ServerResponse>();
  const stopListening = store.onChange((changed) => {
    const seq = store.lastSeq();
    const event: LiveEvent =
      changed === undefined ? { seq, items: [], reset: true } : { seq, items: changed };
    if (changed?.length === 0) return;
    for (const stream of streams) send(stream, event);
  });
  const keepOpen = mishaps.guard('keeping streams open', () => {
    for (const stream of streams) write(stream, ': ping\n\n');
  });
  const ping = setInterval(keepOpen, pingMs);
  ping.unref();
  return {
    serve(request, response) {
      if (streams.size >= maxStreams) {
        response.writeHead(204).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      const since = Number(request.headers['last-event-id'] ?? Number.NaN);
      send(response, Number.isInteger(since) ? missed(since) : { seq: store.lastSeq(), items: [] });
      streams.add(response);
      response.on('close', () => streams.delete(response));
    },
    stop() {
      stopListening();
      clearInterval(ping);
      for (const stream of streams) stream.end();
      streams.clear();
    },
  };

  /** What changed while a page was away; everything anew when that is too much. */
  function missed(since: number): LiveEvent {
    const seq = store.lastSeq();
    const { items, next } = lists.operations(
      { all: true, changedSince: since },
      { limit: resumeLimit },
    );
    return next === null && since <= seq ? { seq, items } : { seq, items: [], reset: true };
  }
}

function send(stream: ServerResponse, event: LiveEvent): void {
  write(stream, `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
}

/** A page that does not read is cut off; it resumes where it was. */
function write(stream: ServerResponse, text: string): void {
  if (stream.writableLength > maxBuffered) stream.destroy();
  else stream.write(text);
}
