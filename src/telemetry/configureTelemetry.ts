import type { TokenCredential } from '@azure/core-auth';
import { context, metrics, trace } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { TelemetryConfig } from '../config.ts';
import { errorCodes, toAppError } from '../errors.ts';
import { waitAtMost } from '../values/waitAtMost.ts';
import { setEnvironment } from './environment.ts';
import { oncePerEpisode } from './exportWatch.ts';
import {
  emitEnding,
  emitFailure,
  emitUserLine,
  type SpanlessInvocation,
  toLine,
  type UserLine,
} from './logs.ts';
import { createMetrics, type JobOutcome } from './metrics.ts';
import { createAgentSpans, type OpenAgentSpan } from './spans/agentSpan.ts';
import { type Invocation, type InvocationSpan, runInvocation } from './spans/invocationSpan.ts';
import { createModelSpans, type OpenModelSpan } from './spans/modelSpan.ts';
import { sampleTraces } from './spans/sampledTracer.ts';

/** The worker's telemetry: configured once, shared by every function. */
export interface Telemetry {
  /** `dark`: nothing is sent, because there is no address to send to. */
  readonly state: 'exporting' | 'dark';
  /** Spans that found the export queue full since the worker started. */
  readonly droppedSpans: number;
  /** Runs work inside the invocation's span; see invocationSpan.ts. `logDark` takes the outcome line when dark. */
  runInvocation<T>(
    invocation: Invocation,
    logDark: (line: string) => void,
    work: (span: InvocationSpan) => Promise<T>,
  ): Promise<T>;
  /**
   * Records why an invocation without a span failed, unless the fault was its caller's. `logDark` takes the
   * code when dark.
   */
  tellFailure(
    invocation: SpanlessInvocation,
    logDark: (line: string) => void,
    thrown: unknown,
  ): void;
  /** Gives what opens `chat {model}` for calls to an OpenAI-v1 base URL. */
  modelSpansOf(endpoint: string): OpenModelSpan;
  /** Gives what opens `invoke_agent {name}` for an assistant's answer by models at such a URL. */
  agentSpansOf(endpoint: string): OpenAgentSpan;
  /** Counts how a delivery of a job ended. */
  countJob(outcome: JobOutcome): void;
  /** Passes on a line of `context.log`, which the host leaves to a worker with OpenTelemetry. */
  forwardLine(line: UserLine): void;
  /** For `appTerminate`: waits for running invocations, flushes, ends. Always resolves, within 5 s. */
  shutdown(): Promise<void>;
}

/** Longest time of each part of a shutdown, in ms; the host allows 5 s in all. */
const limits = { invocationsMs: 1_500, flushMs: 3_000, responsesMs: 100, projectMs: 3_000 };

let configured: Promise<Telemetry> | undefined;

/**
 * Configures telemetry. Called once per worker, right after the functions are registered; no tracer, meter or
 * logger is taken before it returns. The connection string is the setting, else the project's, requested once
 * and for at most 3 s. A second call returns the first one's telemetry, as a second configuration would end the
 * first; under test it throws.
 */
export function configureTelemetry(
  config: TelemetryConfig,
  credential: TokenCredential,
  waits: typeof limits = limits,
): Promise<Telemetry> {
  if (configured !== undefined && config.underTest) {
    throw new Error('Telemetry is configured once per worker; configureTelemetry ran twice.');
  }
  configured ??= configure(config, credential, waits);
  return configured;
}

async function configure(
  config: TelemetryConfig,
  credential: TokenCredential,
  waits: typeof limits,
): Promise<Telemetry> {
  const connectionString =
    config.connectionString ?? (await askProject(config, credential, waits.projectMs));
  const exporting = connectionString !== undefined;
  let droppedSpans = 0;
  const onDrop = (spans: number) => {
    droppedSpans += spans;
    logDrops();
  };
  const flush = exporting
    ? await startExport(config, connectionString, credential, onDrop)
    : goDark();

  const tracer = sampleTraces(
    trace.getTracer('callspan', config.serviceVersion),
    config.samplingRatio,
  );
  const logger = logs.getLogger('callspan', config.serviceVersion);
  const meters = createMetrics(metrics.getMeter('callspan', config.serviceVersion));
  const logDrops = oncePerEpisode(() =>
    logger.emit({
      body: 'Spans are dropped: the export queue is full. GET health counts them.',
      severityNumber: SeverityNumber.WARN,
    }),
  );
  const running = new Set<Promise<unknown>>();
  let cold = true;
  return {
    state: exporting ? 'exporting' : 'dark',
    get droppedSpans() {
      return droppedSpans;
    },
    runInvocation(invocation, logDark, work) {
      const run = runInvocation(
        tracer,
        invocation,
        cold,
        (ending) => (exporting ? emitEnding(logger, ending) : logDark(toLine(ending))),
        work,
      );
      cold = false;
      running.add(run);
      const done = () => running.delete(run);
      run.then(done, done);
      return run;
    },
    tellFailure(invocation, logDark, thrown) {
      const { code } = toAppError(thrown);
      if (errorCodes[code].status < 500) return;
      if (exporting) emitFailure(logger, invocation, thrown);
      else logDark(code);
    },
    modelSpansOf: (endpoint) => createModelSpans(tracer, meters, endpoint, config.contentRecording),
    agentSpansOf: (endpoint) => createAgentSpans(tracer, meters, endpoint, config.contentRecording),
    countJob: meters.countJob,
    forwardLine(line) {
      emitUserLine(logger, line);
    },
    async shutdown() {
      await waitAtMost(Promise.allSettled(running), waits.invocationsMs);
      await waitAtMost(flush(), waits.flushMs);
      await new Promise((resolve) => setTimeout(resolve, waits.responsesMs));
    },
  };
}

async function startExport(
  config: TelemetryConfig,
  connectionString: string,
  credential: TokenCredential,
  onDrop: (spans: number) => void,
): Promise<() => Promise<void>> {
  setEnvironment(config);
  const { startAzureMonitor } = await import('./azureMonitor.ts');
  const { entraIngestion } = config;
  return startAzureMonitor(
    { connectionString, credential: entraIngestion ? credential : undefined },
    onDrop,
  );
}

function goDark(): () => Promise<void> {
  process.emitWarning(
    'Telemetry is dark: APPLICATIONINSIGHTS_CONNECTION_STRING is not set and no project gave one. Nothing is sent.',
    'CallspanWarning',
  );
  // For the session: the line of a dark worker takes model and tokens from it.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return () => Promise.resolve();
}

/** A project that does not answer leaves the worker dark. The reason is not logged, as the error is not ours. */
async function askProject(
  config: TelemetryConfig,
  credential: TokenCredential,
  ms: number,
): Promise<string | undefined> {
  if (config.projectEndpoint === undefined) return undefined;
  const { readProjectConnectionString } = await import('./project.ts');
  return waitAtMost(readProjectConnectionString(config.projectEndpoint, credential), ms);
}
