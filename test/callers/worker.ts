// A worker of one caller, in a process of its own: it works as its parent says, and tells what came of it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LimitsOfCaller } from '../../src/callers/admission.ts';
import { minus, none, plus } from '../../src/callers/amounts.ts';
import { createCallerLimits } from '../../src/callers/limits.ts';
import type { LimitTable, Row } from '../../src/callers/limitTable.ts';
import { openLimitTable } from '../../src/callers/table.ts';
import { isAppError } from '../../src/errors.ts';
import { deadlineIn } from '../../src/values/deadline.ts';

export interface WorkerCommand {
  readonly connectionString: string;
  readonly limits: LimitsOfCaller;
  /** How far the storage's clock is put forward, in ms. */
  readonly shiftMs: number;
  /** How far this machine's is, besides. */
  readonly skewMs: number;
  /** Calls at once. */
  readonly atOnce: number;
  /** Calls one after another, in so many lines, until the day is used up. */
  readonly lines: number;
  /** What each call reserves; it uses from 1 to a tenth more. */
  readonly tokens: number;
  /** Begins one call, says so, and never ends it. */
  readonly holds?: boolean;
}

export interface WorkerReport {
  readonly admitted: number;
  readonly tokens: number;
  /** Tokens used above reservations. */
  readonly above: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Refusals while more was left than the others held. */
  readonly wrong: number;
  readonly storageCalls: number;
}

const command: WorkerCommand = JSON.parse(process.argv[2] ?? '');
const { limits: of, shiftMs, skewMs, tokens, atOnce, lines } = command;
const real = openLimitTable(command, { getToken: async () => null });

/** What this process knows by itself of the row that it has seen last, by its key. */
const seen = new Map<
  string,
  { row: Row | undefined; told: typeof none; own: string | undefined }
>();
const of_ = (key: string) => seen.get(key) ?? { row: undefined, told: none, own: undefined };
let storageCalls = 0;
const table: LimitTable = {
  remove: real.remove,
  async read(caller, key) {
    storageCalls += 1;
    const { value, date } = await real.read(caller, key);
    seen.set(key, { ...of_(key), row: value });
    return { value, date: date && date + shiftMs };
  },
  async write(caller, key, row, etag) {
    storageCalls += 1;
    const before = of_(key);
    const { value, date } = await real.write(caller, key, row, etag);
    if (value !== undefined) {
      const isNew = row.start !== before.row?.start;
      const told = plus(before.told, minus(row.spent, isNew ? none : (before.row?.spent ?? none)));
      const turnOf = (instance: string) =>
        before.row?.leases.find((lease) => lease.instance === instance)?.turn;
      const own = row.leases.find(({ instance, turn }) => turnOf(instance) !== turn)?.instance;
      seen.set(key, { row, told, own: own ?? before.own });
    }
    return { value, date: date && date + shiftMs };
  },
};
const limits = createCallerLimits(new Map([['mobile', of]]), async () => table, {
  local: () => Date.now() + shiftMs + skewMs,
});

let settled = none;
let reserved = none;
let above = 0;
let admitted = 0;
let wrong = 0;
const refused: Record<string, number> = {};
const need = { requests: 1, tokens, nanoUsd: 0 };

/** Whether more was left for this worker than it needed, by what it has counted itself. */
function hadEnough(): boolean {
  return [...seen].every(([key, { row, told, own }]) => {
    const limit =
      key === 'minute'
        ? { requests: of.requestsPerMinute, tokens: of.tokensPerMinute }
        : { requests: undefined, tokens: of.tokensPerDay };
    const others = (row?.leases ?? []).filter(({ instance }) => instance !== own);
    return (['requests', 'tokens'] as const).every((meter) => {
      const spent = (row?.spent[meter] ?? 0) - told[meter] + settled[meter] + reserved[meter];
      const held = others.reduce((sum, { amounts }) => sum + amounts[meter], 0);
      return spent + held + need[meter] <= (limit[meter] ?? Number.POSITIVE_INFINITY);
    });
  });
}

async function call(): Promise<string> {
  try {
    const admission = await limits.admit('mobile', { tokens, usd: 0 }, deadlineIn(60_000));
    reserved = plus(reserved, need);
    admitted += 1;
    await sleep(Math.random() * 20);
    const used = Math.ceil(Math.random() * tokens * 1.1);
    above += Math.max(0, used - tokens);
    settled = plus(settled, { requests: 1, tokens: used, nanoUsd: 0 });
    reserved = minus(reserved, need);
    admission.settle({ tokens: used, usd: 0 });
    return 'admitted';
  } catch (thrown) {
    const code = isAppError(thrown) ? thrown.code : `${thrown}`;
    refused[code] = (refused[code] ?? 0) + 1;
    // Calls that were admitted in the same moment are counted some microtasks later; no work ends within those.
    for (let turn = 0; turn < 50; turn++) await undefined;
    if (hadEnough()) wrong += 1;
    return code;
  }
}

process.on('message', async () => {
  if (command.holds) {
    await limits.admit('mobile', { tokens, usd: 0 }, deadlineIn(60_000));
    process.send?.('held');
    return;
  }
  await Promise.all(Array.from({ length: atOnce }, call));
  const line = async () => {
    for (const deadline = deadlineIn(60_000); deadline.leftMs() > 0; ) {
      const end = await call();
      if (end === 'caller_budget_exceeded') return;
      if (end !== 'admitted') await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
  await limits.close();
  const report: WorkerReport = {
    ...{ admitted, tokens: settled.tokens, above, refused, wrong, storageCalls },
  };
  process.send?.(report);
  process.disconnect();
});
process.send?.('ready');
