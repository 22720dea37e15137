import type { Server } from 'node:net';

/**
 * What the real host's server keeps an idle connection for. Node's own 5 s end it just when an exporter sends its next
 * batch: on a busy machine that was lost, to be sent again a minute later.
 */
export const keepAliveMs = 130_000;

/**
 * Listens on an address; rejects with the system's error, `EADDRINUSE` for a taken port. What the server meets later, such as
 * no room for one more connection, goes to `onError` and ends nothing.
 */
export function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  onError: (error: Error) => void = () => {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject).on('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
