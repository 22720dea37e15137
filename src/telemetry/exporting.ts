import type { TokenCredential } from '@azure/core-auth';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { TelemetryConfig } from '../config.ts';
import { toCause } from '../errors.ts';
import { once } from '../values/once.ts';
import { createEarlySignals } from './early/earlySignals.ts';
import { createLater } from './early/later.ts';
import { setEnvironment } from './environment.ts';
import { darkSignals, openSignals, type Signals } from './signals.ts';

/** Signals that are exported, or go nowhere. */
export interface Exporting {
  readonly state: 'exporting' | 'dark';
  readonly signals: Signals;
  /** Whether all is loaded. */
  readonly isReady: boolean;
  /** Loads what is not loaded yet. */
  ready(): Promise<void>;
  /** Sends what has not been sent, and ends. */
  flush(): Promise<void>;
}

/**
 * Exports to Application Insights. What does it takes longer to load than a cold worker takes for all the rest, and blocks
 * the worker meanwhile: it is loaded when `load` resolves, or something needs it. Signals are kept until then. The context
 * manager is there before and stays, so that an invocation that has begun goes on in its own context.
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
    try {
      setEnvironment(config);
      const { startAzureMonitor } = await import('./azureMonitor.ts');
      const entra = config.entraIngestion ? credential : undefined;
      flush = startAzureMonitor({ connectionString, credential: entra }, onDrop);
      setContexts(contexts); // the distro has set one of its own
      signals = openSignals(config);
    } catch (thrown) {
      state = 'dark';
      tellFault(thrown);
    }
    later.arrive();
  });
  load.then(ready);
  return {
    get state() {
      return state;
    },
    signals: createEarlySignals(later, () => signals),
    get isReady() {
      return later.isThere;
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
    isReady: true,
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
