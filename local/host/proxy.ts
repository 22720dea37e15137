import { type IncomingMessage, request, type ServerResponse } from 'node:http';

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

/** Passes a request to the worker's own HTTP server and its answer back, byte by byte, minding both sides' pace. */
export function forward(
  httpUri: string,
  invocationId: string,
  incoming: IncomingMessage,
  body: Buffer | undefined,
  outgoing: ServerResponse,
): void {
  const kept = Object.entries(incoming.headers).filter(([name]) => !hopByHop.includes(name));
  const proxied = request({
    host: '127.0.0.1',
    port: new URL(httpUri).port,
    method: incoming.method,
    path: incoming.url,
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
    outgoing.writeHead(answer.statusCode ?? 500, Object.fromEntries(headers));
    outgoing.flushHeaders();
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
    answer.on('aborted', () => outgoing.destroy());
  });
  proxied.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500).end();
  });
  // The caller has left, or has all of the answer: either way our side of the connection is done.
  outgoing.once('close', () => proxied.destroy());
  if (body === undefined) incoming.pipe(proxied);
  else proxied.end(body);
}
