import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { PortTakenError } from './ports.ts';

/** One part of the local stack that runs in a process of its own, so that its end is noticed and harms nothing else. */
export interface ChildPart<T> {
  /** The value that `readReady` took from its output. */
  readonly ready: T;
  readonly pid: number | undefined;
  /** Ends it; resolves when the process is gone, after at most `stopMs`. Never rejects, and may be called twice. */
  stop(): Promise<void>;
}

export interface ChildPartOptions<T> {
  /** The part's name in messages: "Azurite", "the embedded model". */
  name: string;
  /** A TypeScript file, run on this Node. It must end when its parent is gone: see `endWithParent`. */
  module: URL;
  args: readonly string[];
  /** Called with all lines of standard output so far, until it returns a value: then the part is up. */
  readReady: (lines: readonly string[]) => T | undefined;
  /** Called once if the process ends by itself. */
  onExit: (reason: string) => void;
  /** Called with each text that the process sends to its parent. */
  onTrouble?: (line: string) => void;
  startMs?: number;
  stopMs?: number;
}

const stderrKept = 20;

/**
 * Starts a part and waits until it is up. Rejects with a PortTakenError when its port is taken, else with one line that
 * says why; then nothing is left running.
 */
export async function startChildPart<T>(options: ChildPartOptions<T>): Promise<ChildPart<T>> {
  const child = fork(options.module, options.args, {
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<string>((resolve) => {
    // `on`, as it can come more than once: a signal that cannot be sent is an error too.
    child.on('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await end(child, exited, options.stopMs ?? 5_000);
  };
  child.on('message', (message) => {
    if (typeof message === 'string') options.onTrouble?.(message);
  });
  const errors: string[] = [];
  eachLine(child.stderr, (line) => {
    errors.push(line);
    if (errors.length > stderrKept) errors.shift();
  });
  try {
    const ready = await waitUntilReady(child, exited, errors, options);
    void exited.then((reason) => {
      if (!stopping) options.onExit(`${options.name} ended by itself (${reason}).`);
    });
    return { ready, pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function waitUntilReady<T>(
  child: ChildProcess,
  exited: Promise<string>,
  errors: readonly string[],
  { name, readReady, startMs = 120_000 }: ChildPartOptions<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const lines: string[] = [];
      eachLine(child.stdout, (line) => {
        if (lines.length >= 100) return;
        lines.push(line);
        const ready = readReady(lines);
        if (ready !== undefined) resolve(ready);
      });
      void exited.then((reason) => {
        const taken = /EADDRINUSE.*:(\d+)/.exec(errors.join('\n'));
        reject(
          taken
            ? new PortTakenError(Number(taken[1]))
            : new Error(`${name} did not start: ${errors.at(-1) ?? reason}`),
        );
      });
      timer = setTimeout(
        () => reject(new Error(`${name} did not start within ${startMs / 1000} s.`)),
        startMs,
      );
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Closing the channel is the request to end, on every platform; the same happens when this process is killed. */
async function end(child: ChildProcess, exited: Promise<string>, stopMs: number): Promise<void> {
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await exited;
  clearTimeout(timer);
}

function eachLine(stream: Readable | null, take: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', take);
}
