import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listen } from '../process/listen.ts';
import { type FunctionCall, type Generation, generations } from './generation.ts';
import { readHostJson } from './hostJson.ts';
import { createHttpFront } from './http/httpFront.ts';
import { createInvocationLog, type InvocationLog } from './invocationLog.ts';
import type { LogLine } from './messages.ts';
import { type QueueListener, startQueueListener } from './queue/queueListener.ts';
import { createHostRows } from './rows/hostRows.ts';
import { addPollRows } from './rows/pollRows.ts';
import { createSampler } from './rows/sampler.ts';
import { inheritedEnvironment } from './worker/environment.ts';
import { superviseWorker } from './worker/superviseWorker.ts';
import { startWorker, type Worker } from './worker/workerProcess.ts';

/** An app, and where it runs. */
export interface HostOptions {
  /** A folder with host.json, and package.json whose `main` is the entry. */
  readonly appDir: string;
  /** 0 for any free port; on loopback only. */
  readonly port: number;
  /** The app's settings. With PATH and the like they are the worker's whole environment. */
  readonly settings: Readonly<Record<string, string>>;
  /** Generation of host to imitate; the newer when absent. */
  readonly generation?: Generation;
  /** Writes the rows of queue polls too, which the real host writes all the time. */
  readonly pollRows?: boolean;
  readonly onLog?: (line: LogLine) => void;
  /** Called when the host gives up: the worker crashed for the third time in 30 minutes. */
  readonly onExit?: (reason: string) => void;
  /** Called with an error of the host itself; everything continues. */
  readonly onError?: (error: unknown) => void;
  /** Further host names, besides this machine's own, under which the app may be called. */
  readonly allowedHosts?: readonly string[];
  /** Limits of the platform that tests shorten; see httpRun.ts and queueListener.ts. */
  readonly frontTimeoutMs?: number;
  readonly holdMs?: number;
  readonly leaseMs?: number;
}

/** A function as it can be called. */
interface HostFunction {
  readonly name: string;
  readonly trigger: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly queue?: string;
}

/** A running host. */
export interface Host {
  readonly url: string;
  readonly functions: readonly HostFunction[];
  /** The capabilities that the present worker reported. */
  capabilities(): Readonly<Record<string, string>>;
  workerPid(): number | undefined;
  /** Its running and ended invocations. */
  readonly invocations: Pick<InvocationLog, 'running' | 'ended'>;
  /** Ends the app as the platform does: no new work, `appTerminate` hooks, 5 s in all. Never rejects. */
  stop(): Promise<void>;
}

const drainMs = 1_500;

/**
 * Runs a Functions app built for Node.js on this machine, as the Azure Functions host does, and never more leniently.
 * Rejects with `EADDRINUSE` for a taken port, or with a line for the developer when the app does not load.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { appDir, settings, generation = 2026, onLog = () => {}, onError = () => {} } = options;
  const traits = generations[generation];
  const hostJson = await readHostJson(appDir);
  const entry = await readEntry(appDir);
  const rows = createHostRows(
    settings.APPLICATIONINSIGHTS_CONNECTION_STRING,
    settings.OTEL_SERVICE_NAME ?? 'callspan',
  );
  let calls = 0;
  const shared = {
    worker: () => supervised.worker(),
    nextWorker: (withinMs: number) => supervised.nextWorker(withinMs),
    onError,
    onFailure: (functionName: string, invocationId: string, message: string) =>
      onLog({ level: 'error', category: 'host', functionName, invocationId, message }),
  };
  const front = createHttpFront({
    ...shared,
    rows,
    keepsTrace: createSampler(settings, traits.tracesPerSecond),
    keepsCallersId: traits.keepsCallersId,
    faasOf: (call: FunctionCall) => traits.faas(call, ++calls),
    functionTimeoutMs: hostJson.functionTimeoutMs,
    routePrefix: hostJson.routePrefix,
    allowedHosts: options.allowedHosts ?? [],
    frontTimeoutMs: options.frontTimeoutMs,
    holdMs: options.holdMs,
  });
  const port = await listen(front.server, options.port, onError);
  const closeFront = async () => {
    front.server.close();
    front.server.closeAllConnections();
  };

  const environment = {
    ...inheritedEnvironment(),
    ...settings,
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    WEBSITE_HOSTNAME: `localhost:${port}`,
  };
  const invocations = createInvocationLog();
  const supervised = superviseWorker({
    start: async () =>
      invocations.watch(await startWorker(appDir, entry, environment, onLog, generation)),
    functionTimeoutMs: hostJson.functionTimeoutMs,
    onLog,
    onExit: options.onExit,
  });

  let functions: Worker['functions'];
  try {
    functions = await supervised.start();
  } catch (error) {
    await closeFront();
    throw error;
  }
  front.setFunctions(functions);
  const listeners = functions.flatMap((metadata): QueueListener[] => {
    const trigger = Object.values(metadata.bindings).find(({ type }) => type === 'queueTrigger');
    if (trigger === undefined) return [];
    const connection = `${trigger.connection ?? 'AzureWebJobsStorage'}`;
    const connectionString = settings[connection];
    if (connectionString === undefined || connectionString === '') {
      const message = `${metadata.name} is not listening: the setting ${connection} is empty.`;
      onLog({ level: 'error', category: 'host', functionName: metadata.name, message });
      return [];
    }
    const { queues } = hostJson;
    return [
      startQueueListener(metadata, connectionString, {
        ...shared,
        queues,
        onPoll: options.pollRows ? (poll) => addPollRows(rows, poll) : undefined,
        leaseMs: options.leaseMs,
      }),
    ];
  });

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    front.server.close();
    await Promise.all([supervised.stop(), ...listeners.map((listener) => listener.stop(drainMs))]);
    await closeFront();
    await rows.stop();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    functions: functions.map(toHostFunction),
    capabilities: () => supervised.worker()?.capabilities ?? {},
    workerPid: () => supervised.worker()?.pid,
    invocations,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function readEntry(appDir: string): Promise<string> {
  const file = join(appDir, 'package.json');
  const manifest = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  if (typeof manifest.main !== 'string') throw new Error(`${file} names no entry in "main".`);
  return manifest.main;
}

function toHostFunction({ name, bindings }: Worker['functions'][number]): HostFunction {
  const trigger = Object.values(bindings).find(({ type }) => `${type}`.endsWith('Trigger')) ?? {};
  const { type, route, methods, queueName } = trigger;
  return {
    name,
    trigger: `${type}`,
    ...(typeof route === 'string' ? { route } : {}),
    ...(Array.isArray(methods) ? { methods } : {}),
    ...(typeof queueName === 'string' ? { queue: queueName } : {}),
  };
}
