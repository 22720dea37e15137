import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import {
  createSecureServer as createHttp2SecureServer,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { type ClosableServer, toClosable } from './closable.ts';
import { keepAliveMs } from './listen.ts';
import { createOnePort } from './onePort.ts';

/** What a server hands on. */
export interface Listeners {
  readonly onRequest: RequestListener;
  onHttp2(request: Http2ServerRequest, response: Http2ServerResponse): void;
  /** Called with a connection whose bytes are no request; must answer or end it. */
  onClientError(error: Error, socket: Duplex): void;
}

/** HTTP/1.1 and HTTP/2 on one port, without TLS. */
export function createPlainServer({
  onRequest,
  onHttp2,
  onClientError,
}: Listeners): ClosableServer {
  const http1 = createServer(onRequest);
  http1.keepAliveTimeout = keepAliveMs;
  http1.on('clientError', onClientError);
  return toClosable(createOnePort(http1, createHttp2Server(onHttp2)));
}

/** The same over TLS: HTTP/2 for those who take nothing else, as gRPC does; browsers read the pages by HTTP/1.1. */
export function createSecureServer(
  certificate: { readonly key: string; readonly cert: string },
  { onRequest, onHttp2, onClientError }: Listeners,
): ClosableServer {
  const server = createHttp2SecureServer({
    ...certificate,
    allowHTTP1: true,
    ALPNCallback: ({ protocols }) => ['http/1.1', 'h2'].find((each) => protocols.includes(each)),
  });
  Object.assign(server, { keepAliveTimeout: keepAliveMs }); // read by its side of HTTP/1.1
  server.on('clientError', onClientError);
  server.on('request', (request, response) => {
    if (request.httpVersionMajor === 2) onHttp2(request, response);
    else {
      // What node:http2 hands on of HTTP/1.1 are the objects of node:http.
      const [plain, answer] = [request, response] as unknown as Parameters<RequestListener>;
      onRequest(plain as IncomingMessage, answer);
    }
  });
  return toClosable(server);
}
