import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import { ingest, maxUnpackedBytes, unpack } from './ingest.ts';
import { answerRead } from './readInterface.ts';
import type { Row } from './row.ts';
import { openStore, type Store } from './store.ts';

/** The local Application Insights, running. */
export interface Insights {
  /** Without trailing slash. */
  readonly url: string;
  readonly connectionString: string;
  readonly store: Store;
  /** Calls the listener with rows as they arrive; gives what ends that. */
  onRows(listener: (rows: readonly Row[]) => void): () => void;
  stop(): Promise<void>;
}

/**
 * Starts the receiver on loopback, with its store in a SQLite file or in `:memory:`. Rejects with the system's error,
 * `EADDRINUSE` for a taken port.
 */
export async function startInsights(options: { port: number; file: string }): Promise<Insights> {
  const store = openStore(options.file);
  const listeners = new Set<(rows: readonly Row[]) => void>();
  const receive = (rows: readonly Row[]) => {
    if (rows.length > 0) store.insert(rows);
    for (const listener of listeners) listener(rows);
  };
  const server = createServer((request, response) => {
    serve(request, response, store, receive).catch(() => {
      if (response.headersSent) response.destroy();
      else send(response, 500, { error: 'The receiver failed to answer.' });
    });
  });
  const port = await listen(server, options.port).catch((error) => {
    store.close();
    throw error;
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    connectionString: `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${url}/`,
    store,
    onRows(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  store: Store,
  receive: (rows: readonly Row[]) => void,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!/^\/v2(\.1)?\/track\/?$/.test(url.pathname)) {
    const { status, body } = answerRead(request, url, store);
    send(response, status, body);
    return;
  }
  // Any origin may add telemetry, as at the real service; reading is another matter.
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (request.method !== 'POST') {
    send(response, 405, { error: 'Telemetry is sent with POST.' });
    return;
  }
  const body = await readBody(request);
  const text = body && unpack(body, request.headers['content-encoding']);
  if (text === undefined) {
    send(response, body === undefined ? 413 : 400, {
      error: 'The body is broken gzip, or too large.',
    });
    return;
  }
  const { rows, answer, status } = ingest(text);
  receive(rows);
  send(response, status, answer);
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxUnpackedBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
