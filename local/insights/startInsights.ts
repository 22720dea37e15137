import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Host } from '../host/startHost.ts';
import { listen } from '../listen.ts';
import type { Health, Info } from './api.ts';
import { createLive } from './read/live.ts';
import { createPages } from './read/servePages.ts';
import type { Note } from './receive/accept.ts';
import { loadCertificate } from './receive/certificate.ts';
import type { Row } from './row.ts';
import { type Serving, serve } from './serve.ts';
import { createHealth } from './store/health.ts';
import { createLists } from './store/list.ts';
import type { Retention } from './store/retention.ts';
import { addStart } from './store/starts.ts';
import { createStats } from './store/stats.ts';
import { openStore, type Store } from './store/store.ts';
import { createTroubles, type Troubles } from './troubles.ts';

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
  /** Tells of the app beside it, which has just started. */
  appStarted(app: BesideApp): void;
  stop(): Promise<void>;
}

export interface InsightsOptions {
  readonly port: number;
  /** SQLite file, or `:memory:`. */
  readonly file: string;
  readonly retention?: Retention;
  /** Where errors of its own parts go, and those of the stack around it. */
  readonly troubles?: Troubles;
  /** A second port for SDKs that refuse http, and the folder that keeps its certificate. */
  readonly https?: { readonly port: number; readonly folder: string };
}

/** The app that runs beside the receiver, and the storage of its queue. */
interface BesideApp {
  readonly host: Pick<Host, 'url' | 'invocations'>;
  /** Connection string. */
  readonly storage: string | undefined;
}

const instrumentationKey = '00000000-0000-0000-0000-000000000000';

/** Starts it on loopback. Rejects with the system's error, `EADDRINUSE` for a taken port. */
export async function startInsights(options: InsightsOptions): Promise<Insights> {
  const { troubles = createTroubles(() => {}) } = options;
  const store = openStore(options.file, options.retention);
  const lists = createLists(store.database);
  const listeners = new Set<(rows: readonly Row[]) => void>();
  const live = createLive(store, lists);
  let beside: BesideApp | undefined;
  let addresses: Pick<Info, 'app' | 'connectionString' | 'otlpEndpoint'>;
  const serving: Serving = {
    store,
    lists,
    live,
    pages: createPages(),
    addresses: () => addresses,
    stats: createStats(store.database),
    health: withTroubles(
      createHealth(store.database, () => beside?.host.invocations),
      troubles,
    ),
    tryTarget: () => ({ app: addresses.app, storage: beside?.storage }),
    accept(rows, refused, cut) {
      store.insert(rows);
      store.note('refused', toReasons(refused));
      store.note('cutNames', toReasons(cut));
      for (const listener of listeners) tell(listener, rows);
    },
  };
  /** Who listens, such as the terminal, cannot fail the sender of telemetry. */
  const tell = (listener: (rows: readonly Row[]) => void, rows: readonly Row[]) => {
    try {
      listener(rows);
    } catch (error) {
      troubles.note('A listener to telemetry', error);
    }
  };
  const onServerError = (error: Error) => troubles.note('The receiver', error);
  const onRequest: RequestListener = (request, response) => void serve(request, response, serving);
  const server = createServer(onRequest);
  const servers: { close(done: () => void): unknown; closeAllConnections(): void }[] = [server];
  const stop = async () => {
    live.stop();
    for (const each of servers) {
      const closed = new Promise<void>((resolve) => each.close(() => resolve()));
      each.closeAllConnections();
      await closed;
    }
    store.close();
  };
  try {
    const url = `http://127.0.0.1:${await listen(server, options.port, onServerError)}`;
    const connectionString = toConnectionString(url);
    addresses = { app: null, connectionString, otlpEndpoint: url };
    const https = options.https && (await startHttps(options.https));
    return {
      url,
      connectionString,
      ...(https && { https }),
      store,
      onRows(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      appStarted(app) {
        beside = app;
        addresses = { ...addresses, app: app.host.url };
        addStart(store.database);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  async function startHttps({ port, folder }: { port: number; folder: string }) {
    const { key, cert, certificateFile } = await loadCertificate(folder);
    const secure = createHttpsServer({ key, cert }, onRequest);
    servers.push(secure);
    const bound = await listen(secure, port, onServerError);
    const connectionString = toConnectionString(`https://localhost:${bound}`);
    return { connectionString, certificateFile };
  }
}

/** The stack's own faults among what is wrong with telemetry: the worst first. */
function withTroubles(health: () => Health, troubles: Troubles): () => Health {
  return () => {
    const { checks, ...rest } = health();
    const own = troubles.check();
    return { ...rest, checks: own.state === 'ok' ? [...checks, own] : [own, ...checks] };
  };
}

function toReasons(notes: readonly Note[]): readonly string[] {
  return notes.map(({ reason }) => reason);
}

function toConnectionString(url: string): string {
  return `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${url}/`;
}
