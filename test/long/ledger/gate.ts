import { connect, createServer, type Socket } from 'node:net';
import { listen } from '../../../local/process/listen.ts';

/** A port of its own before a server's, which can be shut while the server keeps what it has. */
export interface Gate {
  readonly port: number;
  /** Resets every connection, and each that comes, until `open`. What is under way at the server goes on unheard. */
  shut(): void;
  open(): void;
  stop(): void;
}

/** Opens a gate on loopback to the port there. */
export async function startGate(target: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((near) => {
    if (!isOpen) {
      near.on('error', () => {}).resetAndDestroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: await listen(server, 0),
    shut() {
      isOpen = false;
      cut();
    },
    open() {
      isOpen = true;
    },
    stop() {
      server.close();
      cut();
    },
  };
}
