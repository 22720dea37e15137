import type { AlertRule, AlertSeries, AlertState, Operator } from '../alertsApi.ts';
import { toSeries } from './toSeries.ts';

/** What a query gave, or the line that says why it gave nothing. */
export type Answered =
  | {
      readonly columns: readonly { readonly name: string }[];
      readonly rows: readonly (readonly unknown[])[];
    }
  | { readonly error: string };

/** Runs a query over the rows of a time, in ms since 1970; `to` is its `now()` too. */
export type Run = (query: string, from: number, to: number) => Promise<Answered>;

const comparisons: Readonly<Record<Operator, (value: number, threshold: number) => boolean>> = {
  Equals: (value, threshold) => value === threshold,
  GreaterThan: (value, threshold) => value > threshold,
  GreaterThanOrEqual: (value, threshold) => value >= threshold,
  LessThan: (value, threshold) => value < threshold,
  LessThanOrEqual: (value, threshold) => value <= threshold,
};

/**
 * Evaluates a rule at a time, in ms since 1970, as Azure does: its query over each of the windows before it, a value for each series,
 * and enough of them over the threshold. Never rejects while `run` does not.
 */
export async function evaluate(rule: AlertRule, at: number, run: Run): Promise<AlertState> {
  const { name, windowMs, periods, onlyInAzure, unsupported } = rule;
  const from = at - windowMs * periods.of;
  const state = { name, at: toIso(at), from: toIso(from), series: [], error: null };
  if (unsupported !== null) {
    return { ...state, state: 'failed', error: `Not done here: ${unsupported}.` };
  }
  if (onlyInAzure.length > 0) return { ...state, state: 'azure' };
  const windows: (readonly AlertSeries[])[] = [];
  for (let end = at; end > from; end -= windowMs) {
    const answered = await run(rule.query, end - windowMs, end);
    const found = 'error' in answered ? answered.error : toSeries(rule, answered);
    if (typeof found === 'string') return { ...state, state: 'failed', error: found };
    windows.push(found.map((each) => ({ ...each, fires: isOver(rule, each.value) })));
  }
  const series = together(windows, periods.failing);
  return { ...state, series, state: series.some(({ fires }) => fires) ? 'fires' : 'silent' };
}

/** Whether a value is where the rule fires. Nothing is neither over nor under a threshold. */
function isOver({ operator, threshold }: AlertRule, value: number | null): boolean {
  return value !== null && comparisons[operator](value, threshold);
}

/** The series of the windows, the last first: what each has in the last, and whether enough of its windows are over. */
function together(
  windows: readonly (readonly AlertSeries[])[],
  failing: number,
): readonly AlertSeries[] {
  const all = new Map<string, AlertSeries & { over: number }>();
  for (const [index, window] of windows.entries()) {
    for (const { dimensions, value, fires } of window) {
      const key = keyOf(dimensions);
      const known = all.get(key) ?? { dimensions, value: index === 0 ? value : null, over: 0 };
      all.set(key, { ...known, fires: false, over: known.over + (fires ? 1 : 0) });
    }
  }
  return [...all.values()].map(({ over, ...each }) => ({ ...each, fires: over >= failing }));
}

/** What tells a series from the others. */
export function keyOf(dimensions: AlertSeries['dimensions']): string {
  return JSON.stringify(dimensions);
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
