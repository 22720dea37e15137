import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { afterEach } from 'vitest';
import { listen } from '../../http/listen.ts';
import { receive } from '../../receive/receive.ts';
import type { Row, Table } from '../../row.ts';

/** A receiver on a port of its own, and what came to it. */
export interface Receiver {
  readonly url: string;
  readonly rows: readonly Row[];
  readonly refused: readonly string[];
  readonly cut: readonly string[];
  /** Paths that were asked for. */
  readonly paths: readonly string[];
  /** Those of them that are no ingestion route. */
  readonly others: readonly string[];
  /** Requests that it is done with. */
  done(): number;
  /** The rows of a table. */
  of(table: Table): readonly Row[];
  /** Posts to a path, JSON unless it is bytes or text. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Starts one, over https with a certificate; it stops after the test. */
export async function startReceiver(tls?: { key: string; cert: string }): Promise<Receiver> {
  const rows: Row[] = [];
  const refused: string[] = [];
  const cut: string[] = [];
  const paths: string[] = [];
  const others: string[] = [];
  let done = 0;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    paths.push(url.pathname);
    receive(request, response, url, (newRows, notes) => {
      rows.push(...newRows);
      refused.push(...(notes.refused ?? []).map(({ reason }) => reason));
      cut.push(...(notes.cut ?? []).map(({ reason }) => reason));
    }).then(
      (taken) => {
        done += 1;
        if (taken) return;
        others.push(url.pathname);
        response.writeHead(404).end();
      },
      (error) => {
        done += 1;
        refused.push(`threw ${error}`);
        response.destroy();
      },
    );
  };
  const server = tls === undefined ? createHttp(answer) : createHttps(tls, answer);
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  running.push(server);
  const url = tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
  return {
    url,
    rows,
    refused,
    cut,
    paths,
    others,
    done: () => done,
    of: (table) => rows.filter(({ itemType }) => itemType === table),
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
  };
}

const running: (ReturnType<typeof createHttp> | ReturnType<typeof createHttps>)[] = [];
afterEach(async () => {
  const closed = running.splice(0).map((server) => {
    const ended = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    return ended;
  });
  await Promise.all(closed);
});
