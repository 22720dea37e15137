import { type ChildProcess, fork } from 'node:child_process';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import type { Question } from '../queryApi.ts';
import { askAssistant } from './askAssistant.ts';
import type { FromProcess, QueryFault, ToProcess } from './messages.ts';
import { processFile } from './processFile.ts';
import type { StoredValues } from './scan/readTable.ts';
import { readFrom } from './sources.ts';

/** What a query is asked with. Times are ms since 1970. */
interface Asked {
  readonly query: string;
  readonly timespan?: { readonly from?: number | undefined; readonly to?: number | undefined };
  /** What `now()` says; the time of asking when absent. */
  readonly now?: number;
  /** So many rows are given, and `stats.rows` says of how many; all of them when absent. */
  readonly first?: number | undefined;
}

/** The answer as JSON, or why there is none. */
export type Outcome = { readonly json: string } | { readonly fault: QueryFault };

/** Runs KQL over a store, in a process of its own that is started when the first query, or a call of `warm`, comes. */
export interface Engine {
  /** One query at a time; others wait. `signal` stops it. Never rejects. */
  run(asked: Asked, signal?: AbortSignal): Promise<Outcome>;
  /** What an editor asks, as JSON; undefined when there is no answer soon, as while a query runs. Never rejects. */
  assist(question: Question): Promise<string | undefined>;
  /** Gets ready for a query that will come soon. */
  warm(): void;
  stop(): Promise<void>;
}

/** What may be told otherwise, for tests. */
export interface EngineLimits {
  /** For one query, without the start of the process. */
  readonly withinMs: number;
  /** Without a query for so long, the process is ended and its memory is free. */
  readonly idleMs: number;
  readonly heapMiB: number;
}

const standard: EngineLimits = { withinMs: 10_000, idleMs: 5 * 60_000, heapMiB: 768 };
/** Loading takes a second, several on a machine that has much to do. */
const startMs = 60_000;
/** Between the engine's own look at the clock and its end by force: reading a query knows no clock. */
const graceMs = 3_000;
const mostWaiting = 16;
const rowsAtOnce = 2_000;
/** Node's own choice leaves 80 MB more resident after a scan of 80,000 rows. */
const youngHeap = '--max-semi-space-size=16';
const stopped = toOutcome('limit', 'The query was stopped.');
const notStarted = toOutcome('limit', `The engine did not start within ${startMs / 1_000} s.`);
const unread = toOutcome('store', 'The store cannot be read.');

/** `store` is flushed before each query. Starts nothing by itself. */
export function createEngine(
  store: { readonly database: DatabaseSync; flush(): void },
  limits: Partial<EngineLimits> = {},
): Engine {
  const { withinMs, idleMs, heapMiB } = { ...standard, ...limits };
  let child: Promise<ChildProcess> | undefined;
  let started: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let idle: NodeJS.Timeout | undefined;

  const end = () => {
    clearTimeout(idle);
    started?.kill('SIGKILL');
    child = undefined;
    started = undefined;
  };
  const open = () => {
    child ??= start(heapMiB, (made) => {
      started = made;
      made.once('exit', () => {
        if (started === made) end();
      });
    });
    child.catch(end);
    return child;
  };
  const rest = () => {
    clearTimeout(idle);
    idle = setTimeout(end, idleMs).unref();
  };

  const run = async (
    { query, timespan = {}, now = Date.now(), first }: Asked,
    signal?: AbortSignal,
  ): Promise<Outcome> => {
    if (signal?.aborted) return stopped;
    clearTimeout(idle);
    const kill = () => {
      end();
      open().catch(() => {}); // who stopped one will run another
    };
    try {
      const process = await open().catch(() => undefined);
      if (process === undefined) return notStarted;
      if (signal?.aborted) return stopped;
      signal?.addEventListener('abort', kill);
      store.flush();
      const file = fileOf(store.database);
      const asked: ToProcess = { kind: 'run', query, timespan, now, first, withinMs, file };
      const outcome = await ask(process, asked, store.database, withinMs);
      return signal?.aborted ? stopped : outcome;
    } catch {
      return unread;
    } finally {
      signal?.removeEventListener('abort', kill);
      if (started?.killed) end();
      rest();
    }
  };
  return {
    run(asked, signal) {
      if (waiting >= mostWaiting) {
        return Promise.resolve(toOutcome('limit', `More than ${mostWaiting} queries wait.`));
      }
      waiting++;
      const outcome = last.then(() => run(asked, signal)).finally(() => waiting--);
      // An answer may have 32 MiB: who waits behind it keeps none of it.
      last = outcome.then(() => {});
      return outcome;
    },
    async assist(question) {
      const answer = await askAssistant(open, question);
      if (waiting === 0) rest();
      return answer;
    },
    warm() {
      open().catch(() => {}); // the query will tell
      rest();
    },
    async stop() {
      const ended = started;
      const exited = new Promise((resolve) => ended?.once('exit', resolve) ?? resolve(undefined));
      const isGone = ended === undefined || ended.exitCode !== null || ended.signalCode !== null;
      end();
      if (!isGone) await exited;
    },
  };
}

function toOutcome(problem: QueryFault['problem'], error: string): Outcome {
  return { fault: { error, problem } };
}

/** The file of a database; undefined for one in memory. */
function fileOf(database: DatabaseSync): string | undefined {
  const [main] = database.prepare('PRAGMA database_list').all();
  return typeof main?.file === 'string' && main.file !== '' ? main.file : undefined;
}

/** Starts the engine's process; it gets no variable of ours, and what it might print is thrown away. */
async function start(heapMiB: number, made: (child: ChildProcess) => void): Promise<ChildProcess> {
  const types = processFile.endsWith('.ts') ? ['--experimental-strip-types'] : [];
  const child = fork(processFile, [], {
    execArgv: [...types, '--no-warnings', `--max-old-space-size=${heapMiB}`, youngHeap],
    env: process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  made(child);
  // Whoever has nothing else to do may end, and it with them.
  child.unref();
  child.channel?.unref();
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('too late')), startMs);
    child.once('message', () => resolve());
    for (const event of ['error', 'exit'] as const)
      child.once(event, () => reject(new Error(event)));
    child.once('message', () => clearTimeout(late));
    child.once('exit', () => clearTimeout(late));
  });
  return child;
}

/** Asks for one answer, and gives the process the rows that it asks for. Ends the process when it is not ready in time. */
function ask(
  child: ChildProcess,
  asked: ToProcess,
  database: DatabaseSync,
  withinMs: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let late: NodeJS.Timeout | undefined;
    const settle = (outcome: Outcome) => {
      clearTimeout(late);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.channel?.unref();
      resolve(outcome);
    };
    const onExit = () => settle(toOutcome('limit', 'The query needed too much memory.'));
    const onMessage = (message: FromProcess) => {
      if (message.kind === 'answer') settle({ json: message.json });
      if (message.kind === 'fault') settle({ fault: message.fault });
      if (message.kind === 'ask') {
        sendRows(child, database, message).catch(() => {
          child.kill('SIGKILL');
          settle(unread);
        });
      }
    };
    late = setTimeout(() => {
      child.kill('SIGKILL');
      settle(toOutcome('limit', `The query took longer than ${withinMs / 1_000} s.`));
    }, withinMs + graceMs);
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.channel?.ref();
    tell(child, asked);
  });
}

function tell(child: ChildProcess, message: ToProcess): void {
  // An error here is of a process that has just ended, of which `exit` tells.
  child.send(message, () => {});
}

/** Sends rows of a store in memory, some at a time, so that all else goes on in between. */
async function sendRows(
  child: ChildProcess,
  database: DatabaseSync,
  question: Extract<FromProcess, { kind: 'ask' }>,
): Promise<void> {
  let rows: StoredValues[] = [];
  for (const row of readFrom(database, { ...question, stepwise: true })) {
    rows.push(row);
    if (rows.length < rowsAtOnce) continue;
    tell(child, { kind: 'rows', rows, last: false });
    rows = [];
    await turn();
  }
  tell(child, { kind: 'rows', rows, last: true });
}
