import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Frames, Health, Info, Stats, StoredRow } from '../api.ts';
import type { BesideApp } from '../app.ts';
import type { Engine } from '../kql/engine.ts';
import type { AnswerMcp } from '../mcp/answerMcp.ts';
import type { Mishaps } from '../mishaps.ts';
import type { NamedQuery } from '../queryApi.ts';
import { answerAlerts, type Deployed } from '../read/alerts.ts';
import { exportRows } from '../read/exportRows.ts';
import { importRows } from '../read/importRows.ts';
import { readInfo } from '../read/info.ts';
import type { Live } from '../read/live.ts';
import { answerQuery } from '../read/query.ts';
import { type Answer, answerRead } from '../read/readInterface.ts';
import { readStatsRange } from '../read/statsRange.ts';
import { answerTry } from '../read/try.ts';
import type { Accept } from '../receive/accept.ts';
import { receive } from '../receive/receive.ts';
import { toUnrouted } from '../receive/unrouted.ts';
import { databaseTrouble } from '../store/databaseTrouble.ts';
import type { Reads } from '../store/reads.ts';
import type { StatsOptions } from '../store/stats.ts';
import type { Store } from '../store/store.ts';
import { mayRead } from './access.ts';
import { toRequestUrl } from './requestUrl.ts';

/** What answers are made from. */
export interface Serving {
  readonly store: Store;
  readonly mishaps: Mishaps;
  readonly lists: Reads;
  readonly live: Live;
  /** Runs KQL. */
  readonly engine: Engine;
  /** What was handed over of a template: alert rules, a workbook. */
  readonly deployed: Deployed;
  /** Answers coding agents. */
  readonly mcp: AnswerMcp;
  /** Queries of the project beside. */
  readonly queries: readonly NamedQuery[];
  pages(pathname: string, response: ServerResponse): Promise<void>;
  addresses(): Pick<Info, 'app' | 'connectionString' | 'otlpEndpoint'>;
  readonly accept: Accept;
  /** Host names by which may be read. */
  readonly names: readonly string[];
  stats(from: number, to: number, options: StatsOptions): Stats;
  health(): Health;
  /** Tells of something that was sent and that nothing takes, and of what mends it. */
  lost(seen: string, mend: string): void;
  /** Where the frames of a row are in the sources of the app. Never rejects. */
  frames(row: StoredRow): Promise<Frames>;
  /** The app beside the receiver, once it has started. */
  app(): BesideApp | undefined;
}

/** Answers a request: telemetry from anyone on this machine, all else only to this machine's own pages. Never rejects. */
export async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  serving: Serving,
): Promise<void> {
  try {
    const url = toRequestUrl(request.url);
    if (url === undefined) {
      return send(response, { status: 400, body: { error: 'The path cannot be read.' } });
    }
    if (await receive(request, response, url, serving.accept)) return;
    const { otlpEndpoint } = serving.addresses();
    const unrouted = isRead(request, url)
      ? undefined
      : toUnrouted(request, url.pathname, otlpEndpoint);
    if (unrouted !== undefined) {
      serving.lost(unrouted.seen, unrouted.mend);
      const error = `Nothing takes ${unrouted.seen} here: ${unrouted.mend}.`;
      return send(response, { status: 404, body: { error } });
    }
    if (!mayRead(request.headers, serving.names)) {
      send(response, {
        status: 403,
        body: { error: 'Only this machine may read here, or a name given by --allowed-host.' },
      });
    } else {
      await read(request, response, url, serving);
    }
  } catch (error) {
    const answer = toFailure(error, serving.mishaps);
    if (response.headersSent) response.destroy();
    else send(response, answer);
  }
}

/** Whether a request is one of the pages' or of a coding agent, which may post too. */
function isRead({ method }: IncomingMessage, { pathname }: URL): boolean {
  if (pathname === '/mcp') return true;
  return method === 'POST' && /^\/api\/(?:import$|try|query(?:$|\/))/.test(pathname);
}

/** Trouble of the database is known and told; anything else is a fault of ours. */
function toFailure(error: unknown, mishaps: Mishaps): Answer {
  const trouble = databaseTrouble(error);
  if (trouble !== undefined) {
    return { status: 503, body: { error: `The database does not work: ${trouble}.` } };
  }
  mishaps.tell('answering a request', error);
  return { status: 500, body: { error: 'The receiver failed to answer.' } };
}

async function read(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  {
    store,
    lists,
    live,
    engine,
    deployed,
    mcp,
    queries,
    pages,
    addresses,
    stats,
    health,
    frames,
    app,
  }: Serving,
): Promise<void> {
  const { pathname } = url;
  switch (`${request.method} ${pathname}`) {
    case 'DELETE /api/items':
      store.clear();
      return send(response, { status: 200, body: { items: [] } });
    case 'POST /api/import':
      return send(response, await importRows(request, store));
    case 'GET /api/export':
      return exportRows(store, response);
    case 'GET /api/live':
      return live.serve(request, response);
    case 'GET /api/stats': {
      const range = readStatsRange(url.searchParams, Date.now());
      if (typeof range === 'string') return send(response, { status: 400, body: { error: range } });
      store.flush();
      return send(response, { status: 200, body: stats(range.from, range.to, range) });
    }
    case 'GET /api/health':
      store.flush();
      return send(response, { status: 200, body: health() });
    case 'GET /api/queries':
      return send(response, { status: 200, body: { items: queries } });
    case 'GET /api/info':
      return send(response, {
        status: 200,
        body: readInfo(store, addresses(), app()),
      });
  }
  if (pathname === '/api/try' || pathname.startsWith('/api/try/')) {
    return answerTry(request, response, url, app());
  }
  if (pathname === '/api/query' || pathname.startsWith('/api/query/')) {
    return send(response, await answerQuery(request, pathname, engine));
  }
  if (pathname === '/mcp') return mcp(request, response);
  if (request.method !== 'GET') {
    return send(response, { status: 405, body: { error: 'Only GET is answered here.' } });
  }
  const alerts = await answerAlerts(url, deployed, engine, () => !response.destroyed);
  if (alerts !== undefined) return send(response, alerts);
  const [, seq] = /^\/api\/rows\/(\d{1,15})\/frames$/.exec(pathname) ?? [];
  const row = seq === undefined ? undefined : store.row(Number(seq));
  if (row !== undefined) return send(response, { status: 200, body: await frames(row) });
  if (!pathname.startsWith('/api/')) return pages(pathname, response);
  send(response, answerRead(url, store, lists));
}

function send(response: ServerResponse, { status, body, contentType }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType ?? 'application/json; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
