import type { TokenCredential } from '@azure/core-auth';
import { trace } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import type { TelemetryConfig } from '../config.ts';
import { createChatSpans, type OpenChatSpan } from './chatSpan.ts';
import { waitAtMost } from './deadline.ts';
import { setEnvironment } from './environment.ts';
import {
  type Ending,
  type Invocation,
  type InvocationSpan,
  runInvocation,
} from './invocationSpan.ts';

/** The worker's telemetry: configured once, shared by every function. */
export interface Telemetry {
  /** `dark`: nothing is sent, because there is no address to send to. */
  readonly state: 'exporting' | 'dark';
  /** Runs work inside `generate_completion`; see invocationSpan.ts. `logDark` takes the outcome line when dark. */
  runInvocation<T>(
    invocation: Invocation,
    logDark: (line: string) => void,
    work: (span: InvocationSpan) => Promise<T>,
  ): Promise<T>;
  readonly openChatSpan: OpenChatSpan;
  /** For `appTerminate`: waits for running invocations, flushes, ends. Always resolves, within 5 s. */
  shutdown(): Promise<void>;
}

/** How long the parts of a shutdown may take, in ms; the host gives 5 s in all. */
const limits = { invocationsMs: 1_500, flushMs: 3_000, responsesMs: 100, projectMs: 3_000 };

/**
 * Configures telemetry. Called once per worker, right after the functions are registered; no tracer, meter or logger is
 * taken before it returns. The connection string is the setting, else the project's, asked once and for at most 3 s.
 */
export async function configureTelemetry(
  config: TelemetryConfig,
  credential: TokenCredential,
  waits: typeof limits = limits,
): Promise<Telemetry> {
  const connectionString =
    config.connectionString ?? (await askProject(config, credential, waits.projectMs));
  let flush = () => Promise.resolve();
  if (connectionString === undefined) {
    process.emitWarning(
      'Telemetry is dark: APPLICATIONINSIGHTS_CONNECTION_STRING is not set and no project gave one. Nothing is sent.',
      'CallspanWarning',
    );
  } else {
    setEnvironment(config);
    const { startAzureMonitor } = await import('./azureMonitor.ts');
    flush = startAzureMonitor({
      connectionString,
      samplingRatio: config.samplingRatio,
      credential: config.entraIngestion ? credential : undefined,
    });
  }

  const tracer = trace.getTracer('callspan', config.serviceVersion);
  const logger = logs.getLogger('callspan', config.serviceVersion);
  const running = new Set<Promise<unknown>>();
  let cold = true;
  return {
    state: connectionString === undefined ? 'dark' : 'exporting',
    runInvocation(invocation, logDark, work) {
      const log = (ending: Ending) => {
        const line = toLogLine(ending);
        if (connectionString === undefined) logDark(line);
        else logger.emit({ body: line, severityNumber: SeverityNumber.INFO, severityText: 'INFO' });
      };
      const run = runInvocation(tracer, invocation, cold, log, work);
      cold = false;
      running.add(run);
      const done = () => running.delete(run);
      run.then(done, done);
      return run;
    },
    openChatSpan: createChatSpans(tracer),
    async shutdown() {
      await waitAtMost(Promise.allSettled(running), waits.invocationsMs);
      await waitAtMost(flush(), waits.flushMs);
      await new Promise((resolve) => setTimeout(resolve, waits.responsesMs));
    },
  };
}

/** A project that does not answer leaves the worker dark; why is not told, as the error is not ours. */
async function askProject(
  config: TelemetryConfig,
  credential: TokenCredential,
  ms: number,
): Promise<string | undefined> {
  if (config.projectEndpoint === undefined) return undefined;
  const { readProjectConnectionString } = await import('./project.ts');
  return waitAtMost(readProjectConnectionString(config.projectEndpoint, credential), ms);
}

function toLogLine({ functionName, outcome, durationMs, served }: Ending): string {
  const tokens =
    served &&
    `, ${served.model}, ${served.inputTokens ?? '–'} → ${served.outputTokens ?? '–'} tokens`;
  return `${functionName} ${outcome} in ${Math.round(durationMs)} ms${tokens ?? ''}`;
}
