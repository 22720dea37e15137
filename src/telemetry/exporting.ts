import type { TokenCredential } from '@azure/core-auth';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { TelemetryConfig } from '../config.ts';
import { toCause } from '../errors.ts';
import { once } from '../values/once.ts';
import { createEarlySignals } from './early/earlySignals.ts';
import { createLater, type Later } from './early/later.ts';
import { setEnvironment } from './environment.ts';
import { darkSignals, openSignals, type Signals } from './signals.ts';

/** Waits before the loading, in ms: of a worker that nobody calls, and of a first call, which may have to sign in first. */
const limits = { idleMs: 500, signInMs: 5_000 };

/** Signals that are exported, or go nowhere. */
export interface Exporting {
  readonly state: 'exporting' | 'dark';
  readonly signals: Signals;
  /** What waits until all is loaded. */
  readonly later: Pick<Later, 'isThere' | 'do'>;
  /** Puts the loading off while an invocation runs that may be about to call the model. */
  watch(run: Promise<unknown>): void;
  /** Loads what is not loaded yet. */
  ready(): Promise<void>;
  /** Sends what has not been sent, and ends. */
  flush(): Promise<void>;
}

/**
 * Exports to Application Insights. What exports takes as long to load as all else of a cold worker, which it blocks meanwhile.
 * It is loaded when `load` resolves (the first call is on its way), when nobody calls the worker for a while, or when something
 * needs it; until then signals are kept. The context manager is ours from the beginning, so that an invocation that has begun
 * goes on in its own context.
 */
export function startExporting(
  config: TelemetryConfig,
  connectionString: string,
  credential: TokenCredential,
  load: Promise<void>,
  onDrop: (spans: number) => void,
): Exporting {
  const later = createLater();
  const contexts = setContexts(new AsyncLocalStorageContextManager().enable());
  let state: Exporting['state'] = 'exporting';
  let signals = darkSignals();
  let flush = async () => {};
  const ready = once(async () => {
    clearTimeout(timer);
    try {
      setEnvironment(config);
      const { startAzureMonitor } = await import('./azureMonitor.ts');
      const entra = config.entraIngestion ? credential : undefined;
      flush = startAzureMonitor({ connectionString, credential: entra }, onDrop);
      signals = openSignals(config);
    } catch (thrown) {
      state = 'dark';
      tellFault(thrown);
    }
    // The distro deletes all that the API holds, the manager among it, and sets one of its own.
    setContexts(contexts);
    later.arrive();
  });
  const loadIn = (ms: number) => setTimeout(ready, ms).unref();
  let timer = loadIn(limits.idleMs);
  let running = 0;
  load.then(ready);
  return {
    get state() {
      return state;
    },
    signals: createEarlySignals(later, () => signals),
    later,
    watch(run) {
      if (later.isThere) return;
      const wait = (ms: number) => {
        clearTimeout(timer);
        if (!later.isThere) timer = loadIn(ms);
      };
      running += 1;
      wait(limits.signInMs);
      const ended = () => {
        running -= 1;
        if (running === 0) wait(limits.idleMs);
      };
      run.then(ended, ended);
    },
    ready,
    async flush() {
      await ready();
      await flush();
    },
  };
}

/** Nothing is exported. */
export function stayDark(): Exporting {
  process.emitWarning(
    'Telemetry is dark: APPLICATIONINSIGHTS_CONNECTION_STRING is not set and no project gave one. Nothing is sent.',
    'CallspanWarning',
  );
  // For the session: the line of a dark worker takes model and tokens from it.
  setContexts(new AsyncLocalStorageContextManager().enable());
  return {
    state: 'dark',
    signals: darkSignals(),
    later: { isThere: true, do: (work) => work() },
    watch() {},
    ready: async () => {},
    flush: async () => {},
  };
}

function setContexts(manager: AsyncLocalStorageContextManager): AsyncLocalStorageContextManager {
  context.disable();
  context.setGlobalContextManager(manager);
  return manager;
}

/** Calls are answered all the same. */
function tellFault(thrown: unknown): void {
  const { kind, reason, frames } = toCause(thrown);
  const where = [kind, reason, ...frames].filter(Boolean).join(' ');
  process.emitWarning(`Telemetry is dark; a fault in the app: ${where}`, 'CallspanError');
}
