import { Server as HttpServer } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Server } from 'node:net';

/**
 * The time for which the real host's server keeps an idle connection. Node's own 5 s end just when an exporter sends
 * its next batch: on a busy machine that batch was lost and sent again a minute later.
 */
const keepAliveMs = 130_000;

/**
 * Listens on loopback; rejects with the system's error, `EADDRINUSE` for a taken port. A later error of the server,
 * such as no room for another connection, goes to `onError` and ends nothing.
 */
export function listen(
  server: Server,
  port: number,
  onError: (error: Error) => void = () => {},
): Promise<number> {
  if (server instanceof HttpServer || server instanceof HttpsServer) {
    server.keepAliveTimeout = keepAliveMs;
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject).on('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
