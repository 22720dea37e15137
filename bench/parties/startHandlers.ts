import { startProcess } from '../startProcess.ts';

/** What a worker is told to do. */
export type Command =
  | {
      readonly do: 'invoke';
      readonly count: number;
      readonly concurrency: number;
      /** Asks for streams, and reads them to their end. */
      readonly stream?: boolean;
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
  /** From the first invocation to the last answer, or the whole shutdown. */
  readonly tookMs: number;
  readonly unhandled: number;
  /** Invocations so far, the first included. */
  readonly calls: number;
  /** Every different answer so far. */
  readonly answers: readonly string[];
}

/** Starts a module of this folder in a fresh process. */
export function startWorker(module: string, settings: Readonly<Record<string, string>>) {
  return startProcess<object, Command, Report>(new URL(module, import.meta.url), settings);
}
