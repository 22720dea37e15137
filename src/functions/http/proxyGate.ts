import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { AppError, errorCodes, toErrorObject } from '../../errors.ts';
import { guid } from '../../values/forms.ts';
import { watchCaller } from './caller.ts';

/** Stands before the worker's own HTTP server, to which the host proxies the requests of HTTP functions. */
export interface ProxyGate {
  /** Guards the server on this port, and no other server of the process. */
  guard(port: number): void;
  /**
   * Waits for the request of an invocation, passes it to the library and returns it. Rejects when none arrives
   * in time: a request that the host cannot forward (non-ASCII header bytes, more than 16 KB of headers) never
   * arrives.
   */
  admit(invocationId: string): Promise<IncomingMessage>;
}

/** A request at the gate, with the way on to the library. */
interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  pass(): void;
}

const idHeader = 'x-ms-invocation-id';
const steps = 8;
const busy = 0.9; // a step counts only if the loop worked at most this part of it
const mostWaitMs = 60_000;
const loopback = /^(?:::ffff:)?127\.|^::1$/;

/**
 * The library waits for a proxied request without a limit, listens on every interface, keeps every request
 * whose ID belongs to no invocation, and emits the ID as an event, so that the ID `error` ends the process
 * (https://github.com/Azure/azure-functions-nodejs-library, src/http/httpProxy.ts). Only a request that an
 * invocation waits for passes the gate. It may arrive up to `waitMs` before its invocation, and at most
 * `maxHeld` may wait so.
 */
export function openProxyGate({ waitMs = 8_000, maxHeld = 1_000 } = {}): ProxyGate {
  const waiting = new Map<string, (arrival: Arrival) => void>();
  const held = new Map<string, Arrival>();
  const ports = new Set<number>();
  const guarded = new WeakSet<Server>();

  // Published before the event `request`, so listeners replaced here do not see this request either.
  subscribe('http.server.request.start', (event) => {
    const { server } = event as { server: Server };
    const address = server.address();
    if (guarded.has(server) || typeof address !== 'object' || !ports.has(address?.port ?? 0))
      return;
    guarded.add(server);
    const listeners = server.listeners('request');
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const pass = () => {
        for (const listener of listeners) listener.call(server, request, response);
      };
      enter({ request, response, pass });
    });
  });

  function enter(arrival: Arrival): void {
    const { request, response } = arrival;
    const id = request.headers[idHeader];
    if (!loopback.test(request.socket.remoteAddress ?? '')) {
      request.socket.destroy();
    } else if (typeof id !== 'string' || !guid.test(id)) {
      refuse(response);
    } else if (waiting.has(id)) {
      waiting.get(id)?.(arrival);
    } else if (held.has(id) || held.size >= maxHeld) {
      refuse(response);
    } else {
      hold(id, arrival);
    }
  }

  function hold(id: string, { request, response, pass }: Arrival): void {
    const stop = afterIdle(waitMs, () => {
      held.delete(id);
      refuse(response, late);
    });
    const arrival = {
      request,
      response,
      pass() {
        stop();
        pass();
      },
    };
    held.set(id, arrival); // also when its caller disconnects: the invocation then learns of it
  }

  return {
    guard: (port) => void ports.add(port),

    async admit(id) {
      const { request, response, pass } = held.get(id) ?? (await arrivalOf(id));
      held.delete(id);
      watchCaller(id, request, response);
      pass();
      return request;
    },
  };

  function arrivalOf(id: string): Promise<Arrival> {
    return new Promise((resolve, reject) => {
      const stop = afterIdle(waitMs, () => {
        waiting.delete(id);
        reject(new Error(`The request has not come from the host within ${waitMs / 1_000} s.`));
      });
      waiting.set(id, (arrival) => {
        stop();
        waiting.delete(id);
        resolve(arrival);
      });
    });
  }
}

/**
 * Calls back after a time in which the event loop was idle for a part of each step, at the latest after
 * `mostWaitMs`. An idle loop has read everything that arrived; a busy one (a cold start, a burst of calls) has
 * not. Returns a function that cancels.
 */
function afterIdle(ms: number, callback: () => void): () => void {
  const { eventLoopUtilization } = performance;
  const since = performance.now();
  let before = eventLoopUtilization();
  let done = 0;
  const timer = setInterval(() => {
    const now = eventLoopUtilization();
    if (eventLoopUtilization(now, before).utilization < busy) done += 1;
    before = now;
    if (done < steps && performance.now() - since < mostWaitMs) return;
    clearInterval(timer);
    callback();
  }, ms / steps);
  return () => clearInterval(timer);
}

const foreign = new AppError('invalid_request', 'No invocation of this worker has this request.');
const late = new AppError('internal_error', 'The host has sent no invocation for this request.');

function refuse(response: ServerResponse, error = foreign): void {
  if (response.closed) return;
  const { status } = errorCodes[error.code];
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ error: toErrorObject(error) }));
}
