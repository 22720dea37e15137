import { setTimeout as sleep } from 'node:timers/promises';
import type { Cpu } from './answerCpu.ts';
import { load, type Target } from './load.ts';
import { startProcess } from './startProcess.ts';

/** How often is asked, and for what. */
export interface Load {
  readonly count: number;
  readonly stream: boolean;
}

/** What a turn took, a request. */
export interface Turn {
  readonly cpuMs: number;
  /** Of the process that runs the app under the host; 0 for all others. */
  readonly workerMs: number;
  readonly perSecond: number;
}

/** One of those who are compared. */
export interface Party {
  /** CPU time counts until `settleMs` after the last answer: what is exported later is part of the cost. */
  turn(load: Load, settleMs: number): Promise<Turn>;
  stop(): Promise<void>;
}

const concurrency = 16;

/** Starts a process of this folder that answers over HTTP. */
export async function startServer(
  module: string,
  settings: Readonly<Record<string, string>>,
  about: Omit<Target, 'url'>,
  args: readonly string[] = [],
): Promise<Party> {
  const server = await startProcess<{ url: string }, object, Cpu>(
    new URL(module, import.meta.url),
    settings,
    args,
  );
  return {
    async turn({ count, stream }, settleMs) {
      const before = await server.run({});
      const target = { url: server.ready.url, ...about };
      const tookMs = await load(target, { count, concurrency, stream });
      await sleep(settleMs);
      const after = await server.run({});
      const workerMs = (after.workerMs - before.workerMs) / count;
      const ownMs = (after.ownMs - before.ownMs) / count;
      return { cpuMs: ownMs + workerMs, workerMs, perSecond: (count / tookMs) * 1_000 };
    },
    stop: server.stop,
  };
}
