import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

interface Forwarded {
  readonly invocationId: string;
  readonly target: URL;
  readonly incoming: IncomingMessage;
  /** The body where it has been read; it is passed on as it comes otherwise. */
  readonly body: Buffer | undefined;
  readonly outgoing: ServerResponse;
}

/** Passes a request to the worker's own HTTP server and its answer back, byte by byte, minding both sides' pace. */
export function forward(
  httpUri: string,
  { invocationId, target, incoming, body, outgoing }: Forwarded,
): void {
  const kept = Object.entries(incoming.headers).filter(([name]) => !hopByHop.includes(name));
  const proxied = request({
    host: '127.0.0.1',
    port: new URL(httpUri).port,
    method: incoming.method,
    // As it came, and without the host of an absolute form.
    path: incoming.url?.startsWith('/') ? incoming.url : `${target.pathname}${target.search}`,
    agent: false,
    headers: {
      ...Object.fromEntries(kept),
      'x-forwarded-host': incoming.headers.host ?? 'localhost',
      'x-forwarded-proto': 'http',
      'x-ms-invocation-id': invocationId,
    },
  });
  proxied.on('response', (answer) => {
    const headers = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    try {
      outgoing.writeHead(answer.statusCode ?? 500, Object.fromEntries(headers));
      outgoing.flushHeaders();
    } catch {
      outgoing.destroy(); // a head that no server may send
      return;
    }
    // A broken answer, or a caller who has left, ends the other side.
    pipeline(answer, outgoing, () => {});
  });
  proxied.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500).end();
  });
  // The caller has left, or has all of the answer: either way our side of the connection is done.
  outgoing.once('close', () => endOnceMet(proxied));
  proxied.flushHeaders();
  if (body === undefined) incoming.pipe(proxied);
  else proxied.end(body);
}

/**
 * Ends a request that the worker has met. The library waits without limit for the request of an invocation that it was asked
 * for; so one that is still connecting is sent first.
 */
function endOnceMet(proxied: ClientRequest): void {
  const { socket } = proxied;
  if (socket !== null && !socket.connecting) proxied.destroy();
  else if (socket === null) proxied.once('socket', () => endOnceMet(proxied));
  else socket.once('connect', () => setImmediate(() => proxied.destroy()));
}
