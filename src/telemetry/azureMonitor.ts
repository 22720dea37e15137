import type { TokenCredential } from '@azure/core-auth';
import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry';
import { DiagLogLevel, diag, metrics, ProxyTracerProvider, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { createDiagLogger, oncePerEpisode, watchExports } from './exportWatch.ts';
import { sessionLogProcessor, sessionSpanProcessor } from './session.ts';

/** Where to send. */
export interface AzureMonitorOptions {
  readonly connectionString: string;
  /** Signs in to ingestion; absent for ingestion by the connection string alone. */
  readonly credential: TokenCredential | undefined;
}

/**
 * Points OpenTelemetry at Application Insights through the Azure Monitor distro, and returns functions that
 * flush and end it. Loaded and called once per worker: a second `useAzureMonitor` would shut the first down.
 * `onDrop` is called for spans that find the queue full.
 */
export function startAzureMonitor(
  options: AzureMonitorOptions,
  onDrop: (spans: number) => void,
): () => Promise<void> {
  const failures = new Set<number | undefined>();
  const warn = oncePerEpisode(() => {
    const reason = [...failures].map((status) => (status ? `HTTP ${status}` : 'no answer'));
    process.emitWarning(
      `Application Insights does not take telemetry (${reason}); it is kept on disk for a while.`,
      'CallspanWarning',
    );
    failures.clear();
  });
  const exports = watchExports((status) => {
    failures.add(status);
    warn();
  });
  const off = { enabled: false };
  useAzureMonitor({
    tracesPerSecond: 0, // the default of 5 a second overrides the ratio and drops most of a burst
    samplingRatio: 1, // sampledTracer.ts keeps what the host keeps
    enableTraceBasedSamplingForLogs: true,
    enableLiveMetrics: false,
    enableStandardMetrics: false,
    enablePerformanceCounters: false,
    instrumentationOptions: {
      http: off, // it would add a second request row per call: streaming mode is an HTTP server in the worker
      azureSdk: off,
      mongoDb: off,
      mySql: off,
      postgreSql: off,
      redis: off,
      redis4: off,
      bunyan: off,
      winston: off,
    },
    spanProcessors: [sessionSpanProcessor],
    logRecordProcessors: [sessionLogProcessor],
    azureMonitorExporterOptions: {
      connectionString: options.connectionString,
      ...(options.credential === undefined ? {} : { credential: options.credential }),
      ...loopback(options.connectionString),
      retryOptions: { maxRetries: 0 }, // a failed batch goes to the disk store at once and does not delay a flush
      additionalPolicies: [{ policy: exports.policy, position: 'perCall' }],
    },
  });
  // Set after the distro's own, which writes to the console and counts nothing.
  diag.setLogger(createDiagLogger(onDrop), {
    logLevel: DiagLogLevel.WARN,
    suppressOverrideMessage: true,
  });
  return async () => {
    await Promise.allSettled([flushTraces(), flushProvider(metrics), flushProvider(logs)]);
    await exports.settled();
    await shutdownAzureMonitor();
  };
}

/**
 * The exporter turns http:// into https://, but leaves a host unchanged; the configuration allows that on
 * loopback only.
 */
function loopback(connectionString: string): object {
  const endpoint = /IngestionEndpoint\s*=\s*(http:\/\/[^;\s]+)/i.exec(connectionString)?.[1];
  return endpoint === undefined
    ? {}
    : { host: endpoint.replace(/(?<!\/)\/+$/, ''), allowInsecureConnection: true };
}

function flushTraces(): Promise<void> {
  const provider = trace.getTracerProvider();
  return flush(provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider);
}

function flushProvider(api: typeof metrics | typeof logs): Promise<void> {
  return flush('getMeterProvider' in api ? api.getMeterProvider() : api.getLoggerProvider());
}

async function flush(provider: object): Promise<void> {
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') {
    await provider.forceFlush();
  }
}
