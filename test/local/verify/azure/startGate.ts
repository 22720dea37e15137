import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listen } from '../../../../local/process/listen.ts';

/** Answers a request in place of what is behind the gate, or lets it through. */
export type Gate = (incoming: IncomingMessage) => ((response: ServerResponse) => void) | undefined;

/** Stands before an http server, such as the app or Azurite, on a port of its own. */
export async function startGate(target: string, gate: Gate) {
  const server = createServer((incoming, outgoing) => {
    const answer = gate(incoming);
    if (answer !== undefined) {
      incoming.resume().on('end', () => answer(outgoing));
      return;
    }
    const { method, headers, url: path = '/' } = incoming;
    const behind = request(new URL(target).origin + path, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    behind.on('error', () => outgoing.destroy());
    incoming.pipe(behind);
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
