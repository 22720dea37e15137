import { mostSteps } from '../store/stats/steps.ts';
import type { StatsOptions } from '../store/stats.ts';
import { earliest, latest } from '../time.ts';

const shortest = 1_000;
const hour = 3_600_000;

/** What `GET /api/stats` asks: `from` and `to` in ms since 1970; `to` is now when absent, `from` an hour before. A line when it cannot be used. */
export function readStatsRange(
  query: URLSearchParams,
  now: number,
): (StatsOptions & { readonly from: number; readonly to: number }) | string {
  const to = toTime(query.get('to')) ?? now;
  const from = toTime(query.get('from')) ?? to - hour;
  if (!isUsable(from) || !isUsable(to)) {
    return 'from and to must be times in ISO 8601, of the years 1 to 9999.';
  }
  if (to - from < shortest) return 'to must be at least a second after from.';
  const steps = Number(query.get('steps') || mostSteps);
  if (!Number.isInteger(steps) || steps < 1 || steps > mostSteps) {
    return `steps must be a whole number from 1 to ${mostSteps}.`;
  }
  return { from, to, steps, app: query.get('app') || undefined };
}

function toTime(text: string | null): number | undefined {
  return text ? Date.parse(text) : undefined;
}

function isUsable(time: number): boolean {
  return time >= earliest && time <= latest;
}
