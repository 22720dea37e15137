import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** The caller's side of an HTTP invocation, as it is on the worker's own HTTP server. */
export interface Caller {
  /** The headers that the caller really sent. */
  readonly headers: IncomingHttpHeaders;
  /** The last part of the path that the caller really asked for, decoded; empty when it cannot be. */
  readonly lastSegment: string;
  /** Aborted when the caller goes before the answer is out. */
  readonly left: AbortSignal;
  /** Resolves when the caller has room for more, or has left, or after `limitMs`. */
  drained(limitMs: number): Promise<void>;
}

/** Those whose invocation has not begun, also when they have left by then; one that a hook ends before leaves its caller here. */
const callers = new Map<string, Caller>();
const mostKept = 1_000;

/**
 * Keeps the caller of an invocation until that begins. In streaming mode the library takes a request's headers from
 * trigger metadata, which a query or a body can replace (https://github.com/Azure/azure-functions-host/issues/9840), tells
 * nobody that the caller has left, and writes without minding a slow one. All three are to be had from the worker's own HTTP
 * server.
 */
export function watchCaller(
  invocationId: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const controller = new AbortController();
  const [oldest] = callers.keys();
  if (callers.size >= mostKept && oldest !== undefined) callers.delete(oldest);
  callers.set(invocationId, {
    headers: request.headers,
    lastSegment: lastSegmentOf(request.url ?? ''),
    left: controller.signal,
    drained: (limitMs) => drained(response, limitMs),
  });
  if (response.closed) {
    controller.abort(); // left before the invocation began
    return;
  }
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  response.on('error', () => {}); // what is written to a caller who has left
}

/**
 * The caller of an invocation, to be asked for once; one without headers, who stays, when it did not come through the
 * worker's HTTP server.
 */
export function callerOf(invocationId: string): Caller {
  const caller = callers.get(invocationId) ?? nobody;
  callers.delete(invocationId);
  return caller;
}

const nobody: Caller = {
  headers: {},
  lastSegment: '',
  left: new AbortController().signal,
  drained: () => Promise.resolve(),
};

function lastSegmentOf(url: string): string {
  const [path = ''] = url.split('?');
  try {
    return decodeURIComponent(
      path
        .replace(/(?<!\/)\/+$/, '')
        .split('/')
        .at(-1) ?? '',
    );
  } catch {
    return '';
  }
}

async function drained(response: ServerResponse, limitMs: number): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, limitMs);
    function done() {
      clearTimeout(timer);
      response.off('drain', done).off('close', done);
      resolve();
    }
    response.on('drain', done).on('close', done);
  });
}
