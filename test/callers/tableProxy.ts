import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listen } from '../../local/process/listen.ts';

/** What a proxy does with a call to the table. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly times: number }
  /** Takes place, and the answer is lost. */
  | { readonly kind: 'lost'; readonly times: number }
  /** The connection is cut before the call takes place. */
  | { readonly kind: 'cut' }
  /** Nothing comes back, ever. */
  | { readonly kind: 'silent' };

/** A proxy before the table service of a connection string: what goes through it can be slow, refused or lost. */
export async function startTableProxy(connectionString: string) {
  const target = new URL(/TableEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? '');
  let fault: Fault = { kind: 'none' };
  let left = 0;
  const calls: string[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const forward = (incoming: IncomingMessage, response: ServerResponse, isLost: boolean) => {
    const { method, url: path, headers } = incoming;
    const outgoing = request({
      ...{ host: target.hostname, port: target.port },
      method,
      path,
      headers,
    });
    outgoing.on('response', (answer) => {
      if (isLost) answer.resume().on('end', () => incoming.socket.destroy());
      else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
    });
    outgoing.on('error', () => incoming.socket.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer((incoming, response) => {
    calls.push(`${incoming.method}`);
    const isOut = ('times' in fault && left-- <= 0) || fault.kind === 'none';
    if (isOut) forward(incoming, response, false);
    else if (fault.kind === 'lost') forward(incoming, response, incoming.method !== 'GET');
    else if (fault.kind === 'slow') {
      timers.add(setTimeout(() => forward(incoming, response, false), fault.ms));
    } else if (fault.kind === 'status') {
      incoming.resume();
      response.writeHead(fault.status, { 'content-type': 'application/json' });
      response.end('{"odata.error":{"code":"CANARY","message":{"value":"CANARY"}}}');
    } else if (fault.kind === 'cut') incoming.socket.destroy();
  });
  const port = await listen(server, 0);
  return {
    connectionString: connectionString.replace(target.host, `127.0.0.1:${port}`),
    calls,
    fail(next: Fault) {
      fault = next;
      left = 'times' in next ? next.times : 0;
    },
    /** Cuts what runs and whatever comes. */
    cut() {
      this.fail({ kind: 'cut' });
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
    },
    stop() {
      this.cut();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
