import type { Server, Socket } from 'node:net';

/** A server whose open connections can be ended. */
export type ClosableServer = Server & { closeAllConnections(): void };

/** The server with its open connections kept, whatever they speak: servers of node:http know those of HTTP/1.1 alone. */
export function toClosable(server: Server): ClosableServer {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return Object.assign(server, {
    closeAllConnections() {
      for (const socket of sockets) socket.destroy();
    },
  });
}
