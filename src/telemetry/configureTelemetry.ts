import type { TokenCredential } from '@azure/core-auth';
import { SeverityNumber } from '@opentelemetry/api-logs';
import type { TelemetryConfig } from '../config.ts';
import { errorCodes, toAppError } from '../errors.ts';
import { waitAtMost } from '../values/waitAtMost.ts';
import { startExporting, stayDark } from './exporting.ts';
import { oncePerEpisode } from './exportWatch.ts';
import {
  emitEnding,
  emitFailure,
  emitNearEnd,
  emitUserLine,
  type SpanlessInvocation,
  toLine,
  type UserLine,
} from './logs.ts';
import type { JobOutcome } from './metrics.ts';
import { createAgentSpans, type OpenAgentSpan } from './spans/agentSpan.ts';
import {
  type Ending,
  type Invocation,
  type InvocationSpan,
  runInvocation,
} from './spans/invocationSpan.ts';
import { createModelSpans, type OpenModelSpan } from './spans/modelSpan.ts';

/** The worker's telemetry: configured once, shared by every function. */
export interface Telemetry {
  /** `dark`: nothing is sent, because there is no address to send to. */
  readonly state: 'exporting' | 'dark';
  /** Resolves once `state` is known to be true; loads what has not been loaded yet. */
  ready(): Promise<void>;
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
  /** Records that nine tenths of a limit of a caller's day are spent: an alert looks for it. */
  tellNearEnd(caller: string, limit: string): void;
  /** Passes on a line of `context.log`, which the host leaves to a worker with OpenTelemetry. */
  forwardLine(line: UserLine): void;
  /**
   * For `appTerminate`: waits for running invocations, flushes, and meanwhile waits for what `close` does. Always resolves, within 5 s.
   */
  shutdown(close?: () => Promise<void>): Promise<void>;
}

/** Longest time of each part of a shutdown, in ms; the host allows 5 s in all. */
const limits = { invocationsMs: 1_500, flushMs: 3_000, responsesMs: 100, projectMs: 3_000 };

/**
 * So many invocations of a cold worker begin before telemetry is loaded; what they record is kept until then. Others wait, and so
 * do those whose span has to be known at once: its context goes with their messages.
 */
const mostEarly = 16;

let configured: Promise<Telemetry> | undefined;

/**
 * Configures telemetry. Called once per worker, right after the functions are registered. The connection string is the setting,
 * else the project's, requested once and for at most 3 s. What exports is loaded when `load` resolves, or when something needs
 * it. A second call returns the first one's telemetry, as a second configuration would end the first; under test it throws.
 */
export function configureTelemetry(
  config: TelemetryConfig,
  credential: TokenCredential,
  load: Promise<void>,
  waits: typeof limits = limits,
): Promise<Telemetry> {
  if (configured !== undefined && config.underTest) {
    throw new Error('Telemetry is configured once per worker; configureTelemetry ran twice.');
  }
  configured ??= configure(config, credential, load, waits);
  return configured;
}

async function configure(
  config: TelemetryConfig,
  credential: TokenCredential,
  load: Promise<void>,
  waits: typeof limits,
): Promise<Telemetry> {
  const connectionString =
    config.connectionString ?? (await askProject(config, credential, waits.projectMs));
  let droppedSpans = 0;
  const onDrop = (spans: number) => {
    droppedSpans += spans;
    logDrops();
  };
  const exporting =
    connectionString === undefined
      ? stayDark()
      : startExporting(config, connectionString, credential, load, onDrop);
  const { tracer, logger, metrics } = exporting.signals;
  const logDrops = oncePerEpisode(() =>
    logger.emit({
      body: 'Spans are dropped: the export queue is full. GET health counts them.',
      severityNumber: SeverityNumber.WARN,
    }),
  );
  const running = new Set<Promise<unknown>>();
  let begun = 0;
  const mayBegin = ({ work, trigger }: Invocation) =>
    exporting.later.isThere ||
    (work === 'generate_completion' && trigger === 'http' && begun < mostEarly);
  return {
    get state() {
      return exporting.state;
    },
    ready: exporting.ready,
    get droppedSpans() {
      return droppedSpans;
    },
    runInvocation(invocation, logDark, work) {
      const onEnd = (ending: Ending) => {
        emitEnding(logger, ending);
        exporting.later.do(() => {
          if (exporting.state === 'dark') logDark(toLine(ending));
        });
      };
      const begin = () => {
        begun += 1;
        const begunRun = runInvocation(
          tracer,
          invocation,
          begun === 1,
          config.contentRecording,
          onEnd,
          work,
        );
        exporting.watch(begunRun);
        return begunRun;
      };
      const run = mayBegin(invocation) ? begin() : exporting.ready().then(begin);
      running.add(run);
      const done = () => running.delete(run);
      run.then(done, done);
      return run;
    },
    tellFailure(invocation, logDark, thrown) {
      const { code } = toAppError(thrown);
      if (errorCodes[code].status < 500) return;
      if (exporting.state === 'dark') logDark(code);
      else emitFailure(logger, invocation, thrown, config.samplingRatio);
    },
    modelSpansOf: (endpoint) =>
      createModelSpans(tracer, metrics, endpoint, config.contentRecording),
    agentSpansOf: (endpoint) =>
      createAgentSpans(tracer, metrics, endpoint, config.contentRecording),
    countJob: metrics.countJob,
    tellNearEnd: (caller, limit) => emitNearEnd(logger, caller, limit),
    forwardLine(line) {
      emitUserLine(logger, line, config.samplingRatio);
    },
    async shutdown(close = async () => {}) {
      await waitAtMost(Promise.allSettled(running), waits.invocationsMs);
      await waitAtMost(Promise.allSettled([exporting.flush(), close()]), waits.flushMs);
      await new Promise((resolve) => setTimeout(resolve, waits.responsesMs));
    },
  };
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
