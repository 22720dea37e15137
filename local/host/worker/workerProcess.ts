import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Generation } from '../generation.ts';
import type {
  FunctionMetadata,
  HostMessage,
  InvocationRequest,
  LogLine,
  TypedData,
  WorkerMessage,
} from '../messages.ts';

/** A worker that loaded the app. */
export interface Worker {
  readonly pid: number | undefined;
  readonly functions: readonly FunctionMetadata[];
  readonly capabilities: Readonly<Record<string, string>>;
  /** Invocations that run now. */
  readonly running: number;
  /** Resolves when it accepts no more messages. */
  readonly gone: Promise<void>;
  /** Runs a function; rejects with `InvocationFailed` when it throws or the worker ends. */
  invoke(request: InvocationRequest): Promise<TypedData | null | undefined>;
  /** Ends the worker at once, with all its invocations. */
  kill(): void;
  /** Runs the app's `appTerminate` hooks, for 5 s in all, then ends the worker. Never rejects. */
  terminate(): Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
}

/** Thrown when a function threw, or its worker is gone. */
class InvocationFailed extends Error {}

const startMs = 30_000; // the platform's own limit for an app's start
const terminateMs = 5_000;

/**
 * Starts a worker with the app's settings as its environment and loads the app's entry in it. Rejects with a line for the
 * developer when the entry fails or does not finish in 30 s; then no process is left.
 */
export function startWorker(
  appDir: string,
  entry: string,
  environment: Readonly<Record<string, string>>,
  onLog: (line: LogLine) => void,
  generation: Generation = 2026,
): Promise<Worker> {
  const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
    env: environment,
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  forwardOutput(child, onLog);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    // `on`, as it can come more than once: a signal that cannot be sent is an error too.
    child.on('error', () => resolve());
  });
  const gone = new Promise<void>((resolve) => {
    child.once('disconnect', resolve);
    void ended.then(resolve);
  });
  const waiting = new Map<string, PromiseWithResolvers<TypedData | null | undefined>>();
  void ended.then(() => {
    const gone = new InvocationFailed('The worker process ended while the function was running.');
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  });
  const post = (message: HostMessage) => {
    if (child.connected) child.send(message, () => {});
  };

  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(message));
    };
    const timer = setTimeout(() => fail(`The app did not load in ${startMs / 1_000} s.`), startMs);
    void ended.then(() => fail('The worker process ended while it loaded the app.'));
    child.on('message', (sent: unknown) => {
      const message = toWorkerMessage(sent);
      if (message === undefined) return;
      if (message.type === 'log') {
        onLog(message.line);
      } else if (message.type === 'entryFailed') {
        fail(`The app's entry ${entry} failed: ${message.message}`);
      } else if (message.type === 'done') {
        const invocation = waiting.get(message.invocationId);
        waiting.delete(message.invocationId);
        if (message.error === undefined) invocation?.resolve(message.returnValue);
        else invocation?.reject(new InvocationFailed(message.error));
      } else {
        clearTimeout(timer);
        const { functions, capabilities } = message;
        resolve({
          pid: child.pid,
          functions,
          capabilities,
          get running() {
            return waiting.size;
          },
          async invoke(request) {
            if (!child.connected) throw new InvocationFailed('The worker process has ended.');
            const invocation = Promise.withResolvers<TypedData | null | undefined>();
            waiting.set(request.invocationId, invocation);
            post({ type: 'invoke', request });
            return invocation.promise;
          },
          kill: () => void child.kill('SIGKILL'),
          async terminate() {
            const late = setTimeout(() => child.kill('SIGKILL'), terminateMs);
            post({ type: 'terminate' });
            await ended;
            clearTimeout(late);
          },
          gone,
          ended,
        });
      }
    });
    post({ type: 'start', appDir, entry, generation });
  });
}

/** The worker's message; undefined for a message of the app itself to its parent, which may be anything. */
function toWorkerMessage(sent: unknown): WorkerMessage | undefined {
  const isOurs = typeof sent === 'object' && sent !== null && 'fromWorker' in sent;
  return isOurs ? (sent as { fromWorker: WorkerMessage }).fromWorker : undefined;
}

/** The app's output on its standard streams, line by line. */
function forwardOutput(child: ChildProcess, onLog: (line: LogLine) => void): void {
  const levels = [
    [child.stdout, 'information'],
    [child.stderr, 'error'],
  ] as const;
  for (const [stream, level] of levels) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(-16_384); // of an endless line only the end is shown
      for (const message of lines) onLog({ level, category: 'host', message });
    });
    stream?.on('end', () => {
      if (rest !== '') onLog({ level, category: 'host', message: rest });
    });
  }
}
