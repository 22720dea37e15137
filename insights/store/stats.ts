import type { DatabaseSync } from 'node:sqlite';
import type { Stats } from '../api.ts';
import type { Step } from '../statsApi.ts';
import { mergeSorted, percentilesAt, percentilesOf } from './stats/percentiles.ts';
import { type StepRange, stepLength, toSteps } from './stats/steps.ts';
import { type ListFilter, toWhere } from './where.ts';

/** Steps that are kept when they have been read; a page asks for at most 121. */
const keptSteps = 512;

/** What was read of one step. */
interface ReadStep {
  /** Changes with every invocation that came, changed or went. */
  readonly version: string;
  readonly step: Omit<Step, 'duration' | 'firstToken'>;
  readonly totals: Totals;
  /** In ms, ascending. */
  readonly durations: Float64Array;
  readonly firstTokens: Float64Array;
}

interface Totals {
  readonly calls: number;
  readonly failed: number;
  readonly costUsd: number | null;
  readonly unpriced: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
}

/** What statistics are of: an app's calls, or all; in at most so many steps. */
export interface StatsOptions {
  readonly app?: string | undefined;
  readonly steps?: number | undefined;
}

/**
 * Statistics of a range, from and to in ms since 1970. A step is read again only when an invocation of it has changed, so that
 * asking again, as a page does, costs little: of 100,000 invocations in an hour 150 ms at first, then 50.
 */
export function createStats(
  database: DatabaseSync,
): (from: number, to: number, options?: StatsOptions) => Stats {
  const kept = new Map<string, ReadStep>();
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  /** Filters differ in their values alone, but for the app that only some have. */
  const toAsk = (filter: ListFilter) => {
    const { text, values } = toWhere(filter, database);
    const statements = prepared.get(text()) ?? prepare(database, text());
    prepared.set(text(), statements);
    return { statements, values };
  };

  const read = ({ start, from, to }: StepRange, app: string | undefined): ReadStep => {
    const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const { statements, values } = toAsk({ ...times, app });
    const key = values.join('\n');
    const current = String(statements.version.get(...values)?.version);
    const known = kept.get(key);
    if (known?.version === current) return known;
    const found = statements.groups.all(...values);
    const texts = statements.spans.get(...values);
    const durations = toSpans(texts?.durations);
    const firstTokens = toSpans(texts?.firstTokens);
    const result = {
      version: current,
      step: toStep(start, found),
      totals: toTotals(found),
      durations,
      firstTokens,
    };
    kept.set(key, result);
    return result;
  };

  return (from, to, { app, steps: most } = {}) => {
    const stepMs = stepLength(from, to, most);
    const steps = toSteps(from, to, stepMs).map((step) => read(step, app));
    for (const key of kept.keys()) {
      if (kept.size <= keptSteps) break;
      kept.delete(key);
    }
    const durations = steps.map((each) => each.durations);
    const firstTokens = steps.map((each) => each.firstTokens);
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      stepMs,
      steps: steps.map(({ step }, index) => ({
        ...step,
        duration: percentilesAt(index, durations),
        firstToken: percentilesAt(index, firstTokens),
      })),
      total: {
        ...toTotals(steps.map(({ totals }) => totals)),
        duration: percentilesOf(mergeSorted(durations)),
        firstToken: percentilesOf(mergeSorted(firstTokens)),
      },
    };
  };
}

function prepare(database: DatabaseSync, where: string) {
  const from = `FROM invocations ${where}`;
  return {
    version: database.prepare(
      `SELECT count(*) || ' ' || coalesce(max(seq), 0) || ' ' || total(durationMs) AS version ${from}`,
    ),
    groups: database.prepare(
      `SELECT outcome, trigger, answeredBy, count(*) AS calls, sum(failed) AS failed,
       count(CASE WHEN priced = 0 THEN 1 END) AS unpriced, sum(costUsd) AS costUsd, ${sumOfTokens('inputTokens')},
       ${sumOfTokens('outputTokens')}, ${sumOfTokens('cachedInputTokens')},
       sum(throttled) AS throttled, sum(retries) AS retries, sum(coldStart) AS coldStarts
     ${from} GROUP BY outcome, trigger, answeredBy`,
    ),
    // As text of whole microseconds: a quarter of the time that a row for each would take.
    spans: database.prepare(
      `SELECT group_concat(CAST(durationMs * 1000 AS INTEGER)) AS durations,
       group_concat(CAST(firstTokenMs * 1000 AS INTEGER)) AS firstTokens ${from}`,
    ),
  };
}

type Group = Readonly<Record<string, unknown>>;

function toStep(start: number, found: readonly Group[]): ReadStep['step'] {
  const whole = (value: string) => sumOf(found, value) ?? 0;
  const byModel = (value: string) => sumBy(found, 'answeredBy', value);
  const queued = found.filter(({ trigger }) => trigger === 'queue');
  return {
    timestamp: new Date(start).toISOString(),
    calls: sumBy(found, 'outcome', 'calls'),
    inputTokens: byModel('inputTokens'),
    outputTokens: byModel('outputTokens'),
    cachedInputTokens: byModel('cachedInputTokens'),
    costUsd: byModel('costUsd'),
    throttled: whole('throttled'),
    retries: whole('retries'),
    coldStarts: whole('coldStarts'),
    jobs: sumBy(queued, 'outcome', 'calls'),
  };
}

/** Sums up what was grouped, or what was summed up before. */
function toTotals(parts: readonly { readonly [key in keyof Totals]?: unknown }[]): Totals {
  return {
    calls: sumOf(parts, 'calls') ?? 0,
    failed: sumOf(parts, 'failed') ?? 0,
    inputTokens: sumOf(parts, 'inputTokens'),
    outputTokens: sumOf(parts, 'outputTokens'),
    cachedInputTokens: sumOf(parts, 'cachedInputTokens'),
    costUsd: sumOf(parts, 'costUsd'),
    unpriced: sumOf(parts, 'unpriced') ?? 0,
  };
}

/** Sums of whole numbers may be more than one of them can hold, where SQLite fails; those of fractions only lose digits. */
function sumOfTokens(column: string): string {
  return `sum(CAST(${column} AS REAL)) AS ${column}`;
}

function toSpans(text: unknown): Float64Array {
  if (typeof text !== 'string') return new Float64Array(0);
  const micros = JSON.parse(`[${text}]`) as readonly number[];
  return Float64Array.from(micros, (value) => value / 1_000).sort();
}

/** Sums what is known; a key of which nothing is known is absent. */
function sumBy(
  rows: readonly Readonly<Record<string, unknown>>[],
  key: string,
  value: string,
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const [name, amount] = [row[key], row[value]];
    if (typeof amount !== 'number') continue;
    const known = typeof name === 'string' ? name : 'unknown';
    sums.set(known, (sums.get(known) ?? 0) + amount);
  }
  return Object.fromEntries(Array.from(sums, ([name, sum]) => [name, exact(sum)]));
}

function sumOf<K extends string>(
  rows: readonly { readonly [key in K]?: unknown }[],
  value: K,
): number | null {
  const known = rows.map((row) => row[value]).filter((amount) => typeof amount === 'number');
  return known.length === 0 ? null : exact(known.reduce((a, b) => a + b));
}

/** Without the noise that adding fractions leaves. */
function exact(sum: number): number {
  return Number(sum.toPrecision(12));
}
