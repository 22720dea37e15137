import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** The caller's side of an HTTP invocation, from the worker's own HTTP server. */
export interface Caller {
  /** The headers that the caller really sent. */
  readonly headers: IncomingHttpHeaders;
  /** Its name, by the key that it sent; undefined where no keys of callers are asked. */
  readonly name?: string;
  /** The parts of the path that the caller really requested, decoded; none when one cannot be decoded. */
  readonly segments: readonly string[];
  /** Aborted when the caller disconnects before the answer is out. */
  readonly left: AbortSignal;
  /** Resolves when the caller can take more, has disconnected, or after `limitMs`; undefined when it can take more now. */
  drained(limitMs: number): Promise<void> | undefined;
}

/** Callers whose invocation has not begun: those who wait, and the last ones who have left, whose invocation may still come. */
const callers = new Map<string, Mutable<Caller>>();

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** Of `callers`, those who have left. If a hook ends an invocation before it begins, its caller stays among them. */
const gone = new Set<string>();
const mostGone = 1_000;

/**
 * Keeps the caller of an invocation until the invocation begins. In streaming mode the library takes a
 * request's headers from trigger metadata, which a query or a body can replace
 * (https://github.com/Azure/azure-functions-host/issues/9840). It also does not report that a caller
 * disconnected, and does not slow down for a slow one. The worker's own HTTP server gives all three.
 */
export function watchCaller(
  invocationId: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const controller = new AbortController();
  callers.set(invocationId, {
    headers: request.headers,
    get segments() {
      return segmentsOf(request.url ?? '');
    },
    left: controller.signal,
    drained: (limitMs) => drained(response, limitMs),
  });
  const leave = () => {
    if (!response.writableFinished) controller.abort();
    if (callers.has(invocationId)) keepAmongGone(invocationId);
  };
  if (response.closed) {
    leave(); // before its invocation began
    return;
  }
  response.once('close', leave);
  response.on('error', () => {}); // writes to a caller who disconnected
}

/**
 * The caller of an invocation; can be taken once. A request that did not come through the worker's HTTP server
 * has a caller without headers, who never disconnects.
 */
export function callerOf(invocationId: string): Caller {
  const caller = callers.get(invocationId) ?? nobody;
  callers.delete(invocationId);
  gone.delete(invocationId);
  return caller;
}

/**
 * Gives the caller of an invocation, which stays to be taken, the name that is found for its headers; false when none is.
 */
export function nameCaller(
  invocationId: string,
  find: (headers: IncomingHttpHeaders) => string | undefined,
): boolean {
  const caller = callers.get(invocationId);
  const name = find(caller?.headers ?? {});
  if (caller === undefined || name === undefined) return false;
  caller.name = name;
  return true;
}

function keepAmongGone(invocationId: string): void {
  gone.add(invocationId);
  const [oldest] = gone;
  if (gone.size <= mostGone || oldest === undefined) return;
  gone.delete(oldest);
  callers.delete(oldest);
}

const nobody: Caller = {
  headers: {},
  segments: [],
  left: new AbortController().signal,
  drained: () => undefined,
};

function segmentsOf(url: string): readonly string[] {
  const [path = ''] = url.split('?');
  try {
    return path
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .slice(1)
      .map((part) => decodeURIComponent(part));
  } catch {
    return [];
  }
}

function drained(response: ServerResponse, limitMs: number): Promise<void> | undefined {
  if (!response.writableNeedDrain || response.destroyed) return undefined;
  return new Promise<void>((resolve) => {
    const timer = setTimeout(done, limitMs);
    function done() {
      clearTimeout(timer);
      response.off('drain', done).off('close', done);
      resolve();
    }
    response.on('drain', done).on('close', done);
  });
}
