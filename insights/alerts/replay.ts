import type { AlertFired, AlertReplay, AlertRule } from '../alertsApi.ts';
import { evaluate, keyOf, type Run } from './evaluate.ts';

/** The most evaluations of one replay: a week, each 5 minutes. */
export const mostEvaluations = 2_017;

const minute = 60_000;
const hour = 60 * minute;

/**
 * Evaluates a rule at each of its times between two, in ms since 1970, and tells when it would have been fired. A rule that resolves
 * is over when its condition was not met for a while. Ends early, with what it has, when `isWanted` gives false.
 */
export async function replay(
  rule: AlertRule,
  { from, to, isWanted }: { from: number; to: number; isWanted: () => boolean },
  run: Run,
): Promise<AlertReplay> {
  const times = timesOf(rule, from, to);
  const open = new Map<string, AlertFired & { quietSince: number | undefined }>();
  const fired: AlertFired[] = [];
  const close = (key: string, end: string | null) => {
    const { quietSince: _, ...done } = open.get(key) ?? {};
    open.delete(key);
    fired.push({ ...(done as AlertFired), to: end });
  };
  let evaluations = 0;
  let error: string | null = null;
  for (const at of times) {
    if (!isWanted()) break;
    const state = await evaluate(rule, at, run);
    if (state.state === 'azure') break;
    if (state.state === 'failed') {
      error = state.error;
      break;
    }
    evaluations++;
    const over = new Set<string>();
    for (const { dimensions, value, fires } of state.series) {
      if (!fires) continue;
      const key = keyOf(dimensions);
      over.add(key);
      const known = open.get(key);
      const most = farthest(rule, known?.value, value ?? rule.threshold);
      const begun = { dimensions, from: state.at, to: null, isCut: at === times[0] };
      open.set(key, { ...(known ?? begun), value: most, quietSince: undefined });
      if (!rule.resolves) close(key, state.at);
    }
    for (const [key, each] of open) {
      if (over.has(key)) continue;
      const quietSince = each.quietSince ?? at;
      if (at - quietSince + rule.frequencyMs >= quietMs(rule)) close(key, state.at);
      else open.set(key, { ...each, quietSince });
    }
  }
  for (const key of [...open.keys()]) close(key, null);
  fired.sort((a, b) => a.from.localeCompare(b.from));
  return { name: rule.name, from: toIso(from), to: toIso(to), evaluations, fired, error };
}

/** The times at which a rule is evaluated between two: whole multiples of its frequency, and the end, which is now. */
export function timesOf({ frequencyMs }: AlertRule, from: number, to: number): readonly number[] {
  if (frequencyMs <= 0) return [to];
  const first = Math.ceil(from / frequencyMs) * frequencyMs;
  const count = Math.max(0, Math.ceil((to - first) / frequencyMs));
  return [...Array.from({ length: count }, (_, index) => first + index * frequencyMs), to];
}

/**
 * How long the condition must not be met until Azure resolves an alert.
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview#alerts-and-state
 */
function quietMs({ frequencyMs }: AlertRule): number {
  if (frequencyMs < 5 * minute) return 10 * minute;
  if (frequencyMs < 15 * minute) return 3 * frequencyMs;
  return frequencyMs < 11 * hour ? 2 * frequencyMs : frequencyMs;
}

function farthest({ threshold }: AlertRule, known: number | undefined, value: number): number {
  if (known === undefined) return value;
  return Math.abs(value - threshold) > Math.abs(known - threshold) ? value : known;
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
