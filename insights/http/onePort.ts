import type { Server as HttpServer } from 'node:http';
import type { Http2Server } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';

/** What a connection of HTTP/2 begins with: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** How long a connection may be silent before it begins, in ms; that of node:http's headers. */
const beginMs = 60_000;

/**
 * One port for HTTP/1.1 and for HTTP/2 without TLS, as OTLP over gRPC comes: the first bytes of a connection tell. The servers
 * themselves do not listen.
 */
export function createOnePort(http1: HttpServer, http2: Http2Server): Server {
  http1.emit('listening'); // starts its own watch over slow requests
  return createServer((socket) => {
    const timer = setTimeout(() => socket.destroy(), beginMs);
    socket.once('close', () => clearTimeout(timer)).on('error', () => {});
    peek(socket, http1, http2, (target) => {
      clearTimeout(timer);
      target.emit('connection', socket);
    });
  });
}

/** Reads until the bytes differ from the preface or are all of it. Reading by `data` would lose what comes in later packets. */
function peek(
  socket: Socket,
  http1: HttpServer,
  http2: Http2Server,
  begin: (target: HttpServer | Http2Server) => void,
): void {
  let seen = Buffer.alloc(0);
  const look = () => {
    const bytes: Buffer | null = socket.read();
    if (bytes === null) {
      if (!socket.readableEnded && !socket.destroyed) socket.once('readable', look);
      return;
    }
    seen = Buffer.concat([seen, bytes]);
    const length = Math.min(seen.length, preface.length);
    const isSame = seen.subarray(0, length).equals(preface.subarray(0, length));
    if (isSame && length < preface.length) {
      socket.once('readable', look);
      return;
    }
    socket.unshift(seen);
    begin(isSame ? http2 : http1);
  };
  socket.once('readable', look);
}
