import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assist } from './assist.ts';
import type { FromProcess, QueryFault, ToProcess } from './messages.ts';
import { type Answer, runQuery, warm } from './runQuery.ts';
import type { StoredValues } from './scan/readTable.ts';
import { heldRows, keyOf, openFile, RowsMissing } from './sources.ts';
import { KqlError, placeOf } from './syntax.ts';

// The engine's own process: it may be ended in the middle of a query, and gives its memory back when it is.

type Run = Extract<ToProcess, { kind: 'run' }>;

/** What the start and a query leave is collected when no other query has come for so long. */
const restMs = 1_000;
let rest: NodeJS.Timeout | undefined;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

process.on('disconnect', () => process.exit());
process.on('message', (message: ToProcess) => {
  if (message.kind === 'run') void run(message);
  if (message.kind === 'assist') {
    say({ kind: 'assisted', id: message.id, json: JSON.stringify(assist(message.question)) });
  }
});
// The first query that a parser reads takes a second, the next 10 ms.
warm();
say({ kind: 'ready' });
collectSoon();

function say(message: FromProcess): void {
  process.send?.(message);
}

async function run(asked: Run): Promise<void> {
  clearTimeout(rest);
  try {
    const answer =
      asked.file === undefined ? await runOverRows(asked) : runOverFile(asked, asked.file);
    say({ kind: 'answer', json: JSON.stringify(toBody(answer, asked.first)) });
  } catch (error) {
    say({ kind: 'fault', fault: toFault(error, asked.query) });
  }
  collectSoon();
}

function collectSoon(): void {
  rest = setTimeout(() => {
    if (typeof collectGarbage === 'function') collectGarbage();
  }, restMs);
}

function runOverFile(asked: Run, file: string): Answer {
  const source = openFile(file);
  try {
    return runQuery({ ...asked, source });
  } finally {
    source.close();
  }
}

/** Runs the query, asks for the rows that it misses, and runs it again, until it has all. */
async function runOverRows(asked: Run): Promise<Answer> {
  const held = new Map<string, readonly StoredValues[]>();
  for (;;) {
    try {
      return runQuery({ ...asked, source: heldRows(held) });
    } catch (error) {
      if (!(error instanceof RowsMissing)) throw error;
      const rows = receiveRows();
      say({ kind: 'ask', ...error.question });
      held.set(keyOf(error.question), await rows);
    }
  }
}

/** Takes what comes until the last of it; several messages may come at once. */
function receiveRows(): Promise<readonly StoredValues[]> {
  const { promise, resolve } = Promise.withResolvers<readonly StoredValues[]>();
  const rows: StoredValues[] = [];
  const take = (message: ToProcess) => {
    if (message.kind !== 'rows') return;
    for (const row of message.rows) rows.push(row);
    if (!message.last) return;
    process.off('message', take);
    resolve(rows);
  };
  process.on('message', take);
  return promise;
}

/** As the query API answers: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format */
function toBody({ columns, rows, render, stats }: Answer, first = rows.length): object {
  return {
    tables: [{ name: 'PrimaryResult', columns, rows: rows.slice(0, first) }],
    ...(render && { render }),
    stats: { ...stats, rows: rows.length },
  };
}

/** An error that is none of ours comes from a query that no test thought of: its text stays here. */
function toFault(error: unknown, query: string): QueryFault {
  if (error instanceof KqlError) {
    const place = error.start === undefined ? {} : placeOf(query, error.start);
    return { error: error.message, problem: error.problem, ...place };
  }
  if (error instanceof RangeError) {
    return {
      error: 'The query is nested too deeply, or makes something too large.',
      problem: 'limit',
    };
  }
  if (Reflect.get(Object(error), 'code') === 'ERR_SQLITE_ERROR') {
    return { error: 'The store cannot be read.', problem: 'store' };
  }
  return { error: 'The local engine cannot run this query.', problem: 'unsupported' };
}
