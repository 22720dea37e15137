import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { DeployedResource } from '../alerts/deployed.ts';
import { parseAlertRules } from '../alerts/parseAlertRules.ts';
import { parseWorkbook } from '../alerts/parseWorkbook.ts';
import type { Check, Info } from '../api.ts';
import type { AppBundles, BesideApp } from '../app.ts';
import type { Prices } from '../genAi/prices.ts';
import { loopbackNames } from '../http/access.ts';
import { isAny, toHostName, toReached } from '../http/address.ts';
import type { ClosableServer } from '../http/closable.ts';
import { listen } from '../http/listen.ts';
import { answerOddSocket } from '../http/oddSocket.ts';
import { type Serving, serve } from '../http/serve.ts';
import { createPlainServer, createSecureServer, type Listeners } from '../http/servers.ts';
import { createEngine } from '../kql/engine.ts';
import { createMcp } from '../mcp/answerMcp.ts';
import { createMishaps, type Mishaps } from '../mishaps.ts';
import type { NamedQuery } from '../queryApi.ts';
import { createFrames } from '../read/frames/readFrames.ts';
import { readInfo } from '../read/info.ts';
import { createLive } from '../read/live.ts';
import { answerRead } from '../read/readInterface.ts';
import { createPages } from '../read/servePages.ts';
import type { Note } from '../receive/accept.ts';
import { loadCertificate } from '../receive/certificate.ts';
import { answerGrpc, isGrpc } from '../receive/otlp/grpc/answerGrpc.ts';
import type { Row } from '../row.ts';
import { receiverChecks } from '../store/health/receiverChecks.ts';
import { createHealth } from '../store/health.ts';
import { createReads } from '../store/reads.ts';
import type { Retention } from '../store/retention.ts';
import { readStarts } from '../store/starts.ts';
import { createStats } from '../store/stats.ts';
import { openStore, type Store } from '../store/store.ts';

/** The local Application Insights, running. */
export interface Insights {
  /** Without trailing slash. */
  readonly url: string;
  readonly connectionString: string;
  /** The same over https, and the file with its certificate; when it was asked for. */
  readonly https?: { readonly connectionString: string; readonly certificateFile: string };
  readonly store: Store;
  /** Calls the listener with rows as they arrive; gives what ends that. */
  onRows(listener: (rows: readonly Row[]) => void): () => void;
  /** Where an error of what is drawn from the rows goes. */
  readonly mishaps: Mishaps;
  /** Tells of the app beside it, which has just started. */
  appStarted(app: BesideApp): void;
  stop(): Promise<void>;
}

export interface InsightsOptions {
  readonly port: number;
  /** Address to listen on; loopback when absent. */
  readonly host?: string;
  /** Names, beside this machine's own, by which may be read. */
  readonly allowedHosts?: readonly string[];
  /** SQLite file, or `:memory:`. */
  readonly file: string;
  readonly retention?: Partial<Retention>;
  /** Give a cost to model calls that come without one. */
  readonly prices?: Prices;
  /** A second port for SDKs that refuse http, and the folder that keeps its certificate. */
  readonly https?: { readonly port: number; readonly folder: string };
  /** Takes a line when something goes wrong: telemetry is not kept, an error was met. Standard error when absent. */
  readonly say?: (line: string) => void;
  /** What the stack around it says of itself, for the health page. */
  readonly checks?: () => readonly Check[];
  /** Queries of the project beside it, for the page of queries. */
  readonly queries?: readonly NamedQuery[];
  /** The bundles of the app beside it, so that frames of its errors lead to its sources. */
  readonly bundles?: AppBundles;
  /** Resources of the app's compiled template: its alert rules and its workbook are tried here. */
  readonly deployed?: readonly DeployedResource[];
}

/** Of what was sent in vain, so many lines are said; all of it is on the health page. */
const mostTold = 20;

const instrumentationKey = '00000000-0000-0000-0000-000000000000';

/**
 * Starts it, on loopback unless told otherwise. Rejects with the system's error, `EADDRINUSE` for a taken port. Once started nothing
 * that is sent, and no trouble of its disk, ends it: that is said in a line, and on the health page.
 */
export async function startInsights(options: InsightsOptions): Promise<Insights> {
  const say = options.say ?? ((line) => process.stderr.write(`${line}\n`));
  const mishaps = createMishaps(say);
  const store = openStore(options.file, options.retention, { mishaps, say }, options.prices);
  const lists = createReads(store.database);
  const { host = '127.0.0.1', allowedHosts = [], deployed = [] } = options;
  const address = toReached(host);
  const own = [...allowedHosts.map(toHostName), ...(isAny(host) ? [] : [address])];
  const listeners = new Set<(rows: readonly Row[]) => void>();
  const live = createLive(store, lists, mishaps);
  const engine = createEngine(store);
  let beside: BesideApp | undefined;
  let addresses: Pick<Info, 'app' | 'connectionString' | 'otlpEndpoint'>;
  const health = createHealth(
    store.database,
    () => beside?.invocations,
    () => [...receiverChecks(store.keeping(), mishaps.list()), ...(options.checks?.() ?? [])],
  );
  const serving: Serving = {
    store,
    mishaps,
    lists,
    live,
    engine,
    deployed: { rules: parseAlertRules(deployed), workbook: parseWorkbook(deployed) },
    queries: options.queries ?? [],
    pages: createPages(),
    addresses: () => addresses,
    names: [...loopbackNames, ...own],
    stats: createStats(store.database),
    health,
    mcp: createMcp({
      read: (path) => answerRead(new URL(path, addresses.otlpEndpoint), store, lists),
      rows: (operationId) => store.operation(operationId, (row) => row),
      engine,
      health() {
        store.flush();
        return health();
      },
      info: () => readInfo(store, addresses, beside),
      mishaps,
    }),
    frames: createFrames(options.bundles, () => readStarts(store.database)),
    app: () => beside,
    lost,
    accept(rows, { refused = [], cut = [], azureRefuses = [] }) {
      const known = store.insert(rows);
      store.note('refused', toReasons(refused));
      store.note('cutNames', toReasons(cut));
      store.note('azureRefuses', toReasons(azureRefuses));
      for (const listener of listeners) listener(known);
    },
  };
  const told = new Set<string>();
  function lost(seen: string, mend: string): void {
    const line = `${seen}: ${mend}`;
    store.note('unrouted', [line]);
    if (told.has(seen) || told.size >= mostTold) return;
    told.add(seen);
    say(`The local Application Insights cannot take ${line}.`);
  }
  const onRequest = mishaps.guard(
    'a request',
    (request: IncomingMessage, response: ServerResponse) => {
      // Who leaves in the middle is no error of ours.
      request.on('error', () => {});
      response.on('error', () => {});
      return serve(request, response, serving);
    },
  );
  const onHttp2 = mishaps.guard(
    'a request over HTTP/2',
    (request: Http2ServerRequest, response: Http2ServerResponse) => {
      request.on('error', () => {});
      response.on('error', () => {});
      if (isGrpc(request)) return answerGrpc(request, response, serving.accept, lostOverHttp2);
      lostOverHttp2('HTTP/2 that is no gRPC');
      return response.writeHead(400).end();
    },
  );
  const lostOverHttp2 = (seen: string) =>
    lost(seen, 'OTLP goes by gRPC or by HTTP/1.1 (OTEL_EXPORTER_OTLP_PROTOCOL)');
  const on: Listeners = {
    onRequest,
    onHttp2,
    onClientError: (error, socket) => answerOddSocket(error, socket, lost),
  };
  const servers: ClosableServer[] = [];
  const stop = async () => {
    live.stop();
    await engine.stop();
    for (const each of servers) {
      const closed = new Promise<void>((resolve) => each.close(() => resolve()));
      each.closeAllConnections();
      await closed;
    }
    store.close();
  };
  try {
    const url = `http://${address}:${await open(createPlainServer(on), options.port)}`;
    const connectionString = toConnectionString(url);
    addresses = { app: null, connectionString, otlpEndpoint: url };
    const https = options.https && (await startHttps(options.https));
    return {
      url,
      connectionString,
      ...(https && { https }),
      store,
      mishaps,
      onRows(listener) {
        const guarded = mishaps.guard('a reader of rows', listener);
        listeners.add(guarded);
        return () => listeners.delete(guarded);
      },
      appStarted(app) {
        beside = app;
        addresses = { ...addresses, app: app.url };
        store.noteStart();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  async function open(made: (typeof servers)[number], port: number): Promise<number> {
    servers.push(made);
    // With no file descriptor left, a connection cannot be taken.
    return listen(made, { host, port }, (error) => mishaps.tell('taking a connection', error));
  }

  async function startHttps({ port, folder }: { port: number; folder: string }) {
    const { key, cert, certificateFile } = await loadCertificate(
      folder,
      own.filter((name) => !loopbackNames.includes(name)).map(toPlain),
    );
    const bound = await open(createSecureServer({ key, cert }, on), port);
    const connectionString = toConnectionString(`https://localhost:${bound}`);
    return { connectionString, certificateFile };
  }
}

/** An address without the brackets that a URL needs. */
function toPlain(name: string): string {
  return name.replace(/^\[|\]$/g, '');
}

function toReasons(notes: readonly Note[]): readonly string[] {
  return notes.map(({ reason }) => reason);
}

function toConnectionString(url: string): string {
  return `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${url}/`;
}
