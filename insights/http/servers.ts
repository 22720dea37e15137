import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import {
  createSecureServer as createHttp2SecureServer,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { keepAliveMs } from './listen.ts';
import { createOnePort } from './onePort.ts';

/** A server whose open connections can be ended. */
export type ClosableServer = Server & { closeAllConnections(): void };

type OnHttp2 = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/** HTTP/1.1 and HTTP/2 on one port, without TLS. */
export function createPlainServer(
  onRequest: RequestListener,
  onHttp2: OnHttp2,
  onClientError: (error: Error, socket: Duplex) => void,
): ClosableServer {
  const http1 = createServer(onRequest);
  http1.keepAliveTimeout = keepAliveMs;
  http1.on('clientError', onClientError);
  return createOnePort(http1, createHttp2Server(onHttp2));
}

/** The same over TLS: HTTP/2 for those who take nothing else, as gRPC does; browsers read the pages by HTTP/1.1. */
export function createSecureServer(
  certificate: { readonly key: string; readonly cert: string },
  onRequest: RequestListener,
  onHttp2: OnHttp2,
): ClosableServer {
  const server = createHttp2SecureServer({
    ...certificate,
    allowHTTP1: true,
    ALPNCallback: ({ protocols }) => ['http/1.1', 'h2'].find((each) => protocols.includes(each)),
  });
  server.on('request', (request, response) => {
    if (request.httpVersionMajor === 2) onHttp2(request, response);
    else {
      // What node:http2 hands on of HTTP/1.1 are the objects of node:http.
      const [plain, answer] = [request, response] as unknown as Parameters<RequestListener>;
      onRequest(plain as IncomingMessage, answer);
    }
  });
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return Object.assign(server, {
    closeAllConnections() {
      for (const socket of sockets) socket.destroy();
    },
  });
}
