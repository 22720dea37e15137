import type { Replay, Rule, State } from './alert.ts';

/** A week of evaluations each 5 minutes is 2,016, each some 10 to 30 ms. */
const answerMs = 180_000;

/** An error in one line for the user. */
export class AlertsError extends Error {}

/** The rules of a running local Application Insights, and how each is now. Throws an {@link AlertsError}. */
export async function askAlerts(
  insights: string,
): Promise<{ rules: readonly Rule[]; states: readonly State[] }> {
  const known = await ask<{ rules?: readonly Rule[]; states?: readonly State[] }>(
    insights,
    '/api/alerts',
  );
  const { rules = [], states = [] } = known;
  if (rules.length > 0) return { rules, states };
  throw new AlertsError(`${insights} knows no alerts: \`npm start\` hands those of infra/ to it.`);
}

/** When a rule would have been fired between two times, in ms since 1970. Throws an {@link AlertsError}. */
export function askReplay(
  insights: string,
  { name }: Rule,
  from: number,
  to: number,
): Promise<Replay> {
  const [first, last] = [from, to].map((ms) => new Date(ms).toISOString());
  const range = new URLSearchParams({ from: `${first}`, to: `${last}` });
  return ask<Replay>(insights, `/api/alerts/${encodeURIComponent(name)}/replay?${range}`);
}

async function ask<T>(insights: string, path: string): Promise<T> {
  const response = await fetch(insights + path, {
    signal: AbortSignal.timeout(answerMs),
  }).catch(() => {
    throw new AlertsError(`${insights} does not answer.`);
  });
  const body: unknown = await response.json().catch(() => ({}));
  if (response.ok) return body as T;
  const error: unknown = Reflect.get(Object(body), 'error');
  throw new AlertsError(
    typeof error === 'string' ? error : `${insights} is no local Application Insights.`,
  );
}
