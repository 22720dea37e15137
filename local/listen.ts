import type { Server } from 'node:net';

/**
 * Listens on loopback; rejects with the system's error, `EADDRINUSE` for a taken port. What the server meets later, such as
 * no room for one more connection, goes to `onError` and ends nothing.
 */
export function listen(
  server: Server,
  port: number,
  onError: (error: Error) => void = () => {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject).on('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
