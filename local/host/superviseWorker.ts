import type { FunctionMetadata, LogLine } from './messages.ts';
import type { Worker } from './workerProcess.ts';

interface Options {
  start(): Promise<Worker>;
  readonly functionTimeoutMs: number;
  onLog(line: LogLine): void;
  /** The worker is not started again, and why. */
  readonly onExit: ((reason: string) => void) | undefined;
}

const crashesAllowed = 2;
const crashWindowMs = 30 * 60_000;

/** Keeps one worker running: one that ends unasked is started again, until the third time in 30 minutes. */
export function superviseWorker({ start, functionTimeoutMs, onLog, onExit }: Options) {
  let worker: Worker | undefined;
  let stopping = false;
  const crashes: number[] = [];
  const run = async (): Promise<readonly FunctionMetadata[]> => {
    const started = await start();
    worker = withTimeout(started, functionTimeoutMs, onLog);
    void started.ended.then(replace);
    return started.functions;
  };
  const replace = async () => {
    worker = undefined;
    if (stopping) return;
    const now = Date.now();
    crashes.push(now);
    const recent = crashes.filter((at) => now - at < crashWindowMs).length;
    if (recent > crashesAllowed) {
      onExit?.(`the worker process ended ${recent} times in 30 minutes`);
      return;
    }
    const message = 'The worker process ended; it is started again.';
    onLog({ level: 'warning', category: 'host', message });
    await run().catch((error: Error) => onExit?.(error.message));
  };
  return {
    /** Starts the first worker; gives the app's functions. */
    start: run,
    /** The worker now; undefined while it is being replaced. */
    worker: () => worker,
    /** Ends the worker as the platform does; none follows it. */
    async stop(): Promise<void> {
      stopping = true;
      await worker?.terminate();
    },
  };
}

/** A function that runs longer than `functionTimeout` takes its worker down, and everything that runs there. */
function withTimeout(worker: Worker, limitMs: number, onLog: (line: LogLine) => void): Worker {
  const invoke: Worker['invoke'] = (request) => {
    const timer = setTimeout(() => {
      const message = `${request.functionId} ran longer than functionTimeout (${limitMs / 1_000} s); the worker is ended.`;
      onLog({ level: 'error', category: 'host', functionName: request.functionId, message });
      worker.kill();
    }, limitMs);
    return worker.invoke(request).finally(() => clearTimeout(timer));
  };
  return Object.create(worker, { invoke: { value: invoke } });
}
