import { startProcess } from './startProcess.ts';

/** What one invocation asks for; what is absent is as short as it can be. */
export interface Ask {
  /** Asks for a stream, and reads it to its end. */
  readonly stream?: boolean;
  /** Messages of the request, 1 if absent. */
  readonly messages?: number;
  /** Bytes of the last message. */
  readonly promptBytes?: number;
  /** Chunks with text of a stream, 100 if absent. The stub model takes them from `seed`. */
  readonly chunks?: number;
  /** The model that is named; the first of the configuration if absent. */
  readonly model?: string;
  /** The key of the caller that asks. */
  readonly key?: string;
}

/** What a worker is told to do. */
export type Command =
  | {
      readonly do: 'invoke';
      readonly count: number;
      readonly concurrency: number;
      readonly ask?: Ask;
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

/** Starts the app without a host, its handlers called directly; `module` is another file of this folder that obeys too. */
export function startHandlers(settings: Readonly<Record<string, string>>, module = 'handlers.ts') {
  return startProcess<object, Command, Report>(new URL(module, import.meta.url), settings);
}

/** The handlers as they are started. */
export type Handlers = Awaited<ReturnType<typeof startHandlers>>;
