import type { FunctionMetadata, LogLine } from '../messages.ts';
import type { Worker } from './workerProcess.ts';

interface Options {
  start(): Promise<Worker>;
  readonly functionTimeoutMs: number;
  onLog(line: LogLine): void;
  /** Called with the reason when the worker is not started again. */
  readonly onExit: ((reason: string) => void) | undefined;
}

const crashesAllowed = 2;
const crashWindowMs = 30 * 60_000;

/**
 * Keeps one worker running. A worker that ends by itself is started again, until the third time in 30 minutes. An end
 * by `functionTimeout` does not count.
 */
export function superviseWorker({ start, functionTimeoutMs, onLog, onExit }: Options) {
  let worker: Worker | undefined;
  let next = Promise.withResolvers<Worker | undefined>();
  let stopping = false;
  const crashes: number[] = [];
  const run = async (): Promise<readonly FunctionMetadata[]> => {
    const started = await start();
    if (stopping) started.kill();
    let timedOut = false;
    const running = withTimeout(started, functionTimeoutMs, onLog, () => {
      timedOut = true;
      retire(running);
    });
    worker = running;
    next.resolve(running);
    void started.gone.then(() => retire(running));
    void started.ended.then(() => replace(running, timedOut));
    return started.functions;
  };
  /** From now on calls wait for the next worker. */
  const retire = (ending: Worker) => {
    if (worker !== ending) return;
    worker = undefined;
    next = Promise.withResolvers();
  };
  const giveUp = (reason: string) => {
    next.resolve(undefined);
    onExit?.(reason);
  };
  const replace = async (ended: Worker, timedOut: boolean) => {
    retire(ended);
    if (stopping) return next.resolve(undefined);
    const now = Date.now();
    if (!timedOut) crashes.push(now);
    const recent = crashes.filter((at) => now - at < crashWindowMs).length;
    if (recent > crashesAllowed) {
      return giveUp(`the worker process ended ${recent} times in 30 minutes`);
    }
    const message = 'The worker process ended; it is started again.';
    onLog({ level: 'warning', category: 'host', message });
    await run().catch((error: Error) => giveUp(error.message));
  };
  return {
    /** Starts the first worker; gives the app's functions. */
    start: run,
    /** The present worker; undefined while it is being replaced. */
    worker: () => worker,
    /** The worker. While it is being replaced, waits at most this long; undefined when none comes. */
    async nextWorker(withinMs: number): Promise<Worker | undefined> {
      if (worker !== undefined) return worker;
      const late = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => late.resolve(undefined), withinMs);
      const found = await Promise.race([next.promise, late.promise]);
      clearTimeout(timer);
      return found;
    },
    /** Ends the worker as the platform does; none follows it. */
    async stop(): Promise<void> {
      stopping = true;
      next.resolve(undefined);
      await worker?.terminate();
    },
  };
}

/** A function that runs longer than `functionTimeout` takes its worker down, and everything that runs there. */
function withTimeout(
  worker: Worker,
  limitMs: number,
  onLog: (line: LogLine) => void,
  onTimeout: () => void,
): Worker {
  const invoke: Worker['invoke'] = (request) => {
    const timer = setTimeout(() => {
      const message = `${request.functionId} ran longer than functionTimeout (${limitMs / 1_000} s); the worker is ended.`;
      onLog({ level: 'error', category: 'host', functionName: request.functionId, message });
      onTimeout();
      worker.kill();
    }, limitMs);
    return worker.invoke(request).finally(() => clearTimeout(timer));
  };
  return Object.create(worker, { invoke: { value: invoke } });
}
