import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Every method that a function can have. */
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
/** How long a browser may go by an answer to a preflight. */
const maxAgeSeconds = 600;

/**
 * Lets a page of this machine, on whatever port, read an answer that is yet to be made. For requests that `mayCall` lets through;
 * without credentials of the browser, as the app has no cookies.
 */
export function letPageRead({ headers }: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.setHeader('vary', 'Origin');
  if (headers.origin === undefined) return;
  outgoing.setHeader('access-control-allow-origin', headers.origin);
  outgoing.setHeader('access-control-expose-headers', '*');
}

/** Whether a browser asks, ahead of a call, whether a page may make it. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  const asks = headers['access-control-request-method'] !== undefined;
  return method === 'OPTIONS' && headers.origin !== undefined && asks;
}

/** Allows any method and whatever headers are asked for, by name, as `*` does not mean `authorization`. */
export function answerPreflight({ headers }: IncomingMessage, outgoing: ServerResponse): void {
  const asked = headers['access-control-request-headers'];
  const isFromNetwork = headers['access-control-request-private-network'] === 'true';
  outgoing.writeHead(204, {
    vary: 'Origin, Access-Control-Request-Headers',
    'access-control-allow-methods': methods,
    'access-control-max-age': `${maxAgeSeconds}`,
    ...(asked && { 'access-control-allow-headers': asked }),
    ...(isFromNetwork && { 'access-control-allow-private-network': 'true' }),
  });
  outgoing.end();
}

/** The headers of a function's answer; they win, but that its answer also varies by origin. */
export function withOrigin(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const vary = Object.keys(headers).find((name) => name.toLowerCase() === 'vary');
  return vary === undefined ? headers : { ...headers, [vary]: `Origin, ${headers[vary]}` };
}
