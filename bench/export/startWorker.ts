import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a worker is told to do. */
export type Command =
  | {
      readonly do: 'invoke';
      readonly count: number;
      readonly concurrency: number;
      /** Counts the CPU time until so long after the last answer: what is exported later is part of the cost. */
      readonly settleMs?: number;
    }
  | { readonly do: 'pace'; readonly perSecond: number; readonly seconds: number }
  | { readonly do: 'spans'; readonly count: number; readonly perSecond?: number }
  | { readonly do: 'terminate' };

/** What it says when it is done; a number that the command does not measure is 0. */
export interface Report {
  readonly p99Ms: number;
  /** CPU time an invocation, in ms. */
  readonly cpuMs: number;
  readonly tookMs: number;
  readonly unhandled: number;
  /** Invocations so far, the first included. */
  readonly calls: number;
  /** Every different answer so far. */
  readonly answers: readonly string[];
}

/** Starts a fresh process of a module of this folder, with a temporary folder of its own: the disk store lies there. */
export async function startWorker(module: string, settings: Readonly<Record<string, string>>) {
  const temporary = await mkdtemp(join(tmpdir(), 'callspan-bench-'));
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    env: { PATH: process.env.PATH, TMPDIR: temporary, ...settings },
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  const next = async (): Promise<Report> => {
    const [report] = await Promise.race([
      once(child, 'message'),
      ended.then(() => {
        throw new Error(`${module} ended before it answered`);
      }),
    ]);
    return report as Report;
  };
  await next();
  return {
    async run(command: Command): Promise<Report> {
      child.send(command);
      return next();
    },
    async stop(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
