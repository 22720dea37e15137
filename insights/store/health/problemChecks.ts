import type { DatabaseSync } from 'node:sqlite';
import type { Check, Example } from '../../api.ts';
import { type Problem, problemBits } from '../problems.ts';
import { type CheckWords, shown, toCheck } from './checkWords.ts';
import { createOrphans } from './orphans.ts';

/** Rows of one call come in pieces, its logs last. */
const settleMs = 5_000;
const parentMs = 30_000;

const words: Readonly<Record<Problem, CheckWords>> = {
  noModelCall: {
    name: 'Calls without a model call',
    state: 'fail',
    ok: 'Every call that a model answered has the row of its model call.',
    found: [
      'call has an outcome that only a model can give, but no row of a model call.',
      'calls have an outcome that only a model can give, but no row of a model call.',
    ],
    fix: 'Rows were lost, or a path calls the model without a `chat` span: look at the call, then for dropped telemetry below.',
  },
  missingParent: {
    name: 'Rows without their parent',
    state: 'warn',
    ok: 'No row has waited more than 30 s for its parent.',
    found: [
      'call has a row whose parent has not come within 30 s.',
      'calls have rows whose parent has not come within 30 s.',
    ],
    fix: 'The parent is sent by someone else (the Functions host, with `telemetryMode: OpenTelemetry` in host.json, or a calling app) who sends elsewhere or leaves it out (a caller’s `traceparent` that ends in `-00`, a sampler), or it was lost.',
  },
  doubleRequest: {
    name: 'Two request rows for one call',
    state: 'warn',
    ok: 'No call has two request rows.',
    found: ['call has two request rows.', 'calls have two request rows.'],
    fix: 'The host and the SDK in the app both write one: turn the HTTP instrumentation of the SDK off.',
  },
  doubleModelCall: {
    name: 'Model calls recorded twice',
    state: 'warn',
    ok: 'No model call was recorded twice.',
    found: [
      'call has a model call that was recorded twice: tokens and cost count double.',
      'calls have a model call that was recorded twice: tokens and cost count double.',
    ],
    fix: 'Two instrumentations see the same call, such as one of OpenAI’s SDK or of HTTP beside ours: turn one off.',
  },
  clockSkew: {
    name: 'Clocks that differ',
    state: 'warn',
    ok: 'Every row lies within its parent, give or take 50 ms.',
    found: [
      'call has a row that begins or ends more than 50 ms outside its parent.',
      'calls have rows that begin or end more than 50 ms outside their parents.',
    ],
    fix: 'The clocks of two machines (or of a container after sleep) differ: bars are drawn as they were sent.',
  },
};

/** Checks of what is wrong with invocations, as noted when their rows came. */
export function createProblemChecks(
  database: DatabaseSync,
): (now: number, running: ReadonlySet<string>) => readonly Check[] {
  const orphans = createOrphans(database);
  const where = 'WHERE problems > 0 AND problems & ? AND timestamp < ?';
  const count = database.prepare(`SELECT count(*) AS n FROM invocations ${where}`);
  const newest = database.prepare(
    `SELECT operation_Id FROM invocations ${where} ORDER BY timestamp DESC LIMIT ${shown}`,
  );
  const find = (bit: number, now: number) => {
    const before = new Date(now - settleMs).toISOString();
    const n = Number(count.get(bit, before)?.n);
    const operationIds = n === 0 ? [] : newest.all(bit, before);
    return { count: n, operationIds: operationIds.map((row) => String(row.operation_Id)) };
  };
  return (now, running) =>
    (Object.keys(words) as Problem[]).map((problem): Check => {
      const found =
        problem === 'missingParent'
          ? orphans(now, parentMs, running)
          : find(problemBits[problem], now);
      const examples = found.operationIds.slice(0, shown).map(toCall);
      return toCheck(words[problem], found.count, examples);
    });
}

/** A call, by the first characters of its operation. */
function toCall(operationId: string): Example {
  const href = `/calls/${encodeURIComponent(operationId)}`;
  return { text: `call ${operationId.slice(0, 8)}`, href };
}
