import { afterEach } from 'vitest';
import { type Insights, type InsightsOptions, startInsights } from '../start/startInsights.ts';

const running: Insights[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((insights) => insights.stop()));
});

/** A local Application Insights for one test, and how to speak with it. */
export async function start(options: Partial<InsightsOptions> = {}) {
  const insights = await startInsights({ port: 0, file: ':memory:', ...options });
  running.push(insights);
  const { url } = insights;
  return {
    insights,
    url,
    send: (items: readonly object[]) =>
      fetch(`${url}/v2.1/track`, { method: 'POST', body: JSON.stringify(items) }),
    get: async <T>(path: string): Promise<T> => (await fetch(`${url}${path}`)).json() as Promise<T>,
  };
}
