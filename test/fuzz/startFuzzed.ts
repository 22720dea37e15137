import { afterAll, beforeAll, expect } from 'vitest';
import { type Insights, startInsights } from '../../local/insights/startInsights.ts';
import { stillKeeps } from '../local/insights/stillKeeps.ts';

/** Around the time that most odd telemetry has. */
const range = 'stats?from=2026-11-24T11:30:00Z&to=2026-11-24T12:30:00Z';

/** A local Application Insights for all the tests of a file, and how to ask it for what must not fail. */
export function startFuzzed() {
  let insights: Insights;
  const said: string[] = [];
  beforeAll(async () => {
    insights = await startInsights({
      port: 0,
      file: ':memory:',
      retention: { ms: 1e12, rows: 2_000 },
      say: (line) => said.push(line),
    });
  });
  afterAll(() => insights.stop());

  /** Sends a request; it is answered, and not as a fault of the receiver's. */
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${insights.url}${path}`, init);
    const body = await answer.text();
    expect(answer.status, `${path} ${body.slice(0, 200)}`).toBeLessThan(500);
    return new Response(answer.status === 204 ? null : body, { status: answer.status });
  }

  const post = (path: string, type: string, body: string | Uint8Array<ArrayBuffer>) =>
    ask(path, { method: 'POST', headers: { 'content-type': type }, body });

  /** Everything that is read of what has come; `ids` are operations. */
  async function readAll(ids: readonly string[]): Promise<void> {
    for (const path of ['operations', 'summary', 'facets', 'health', range]) {
      expect((await ask(`/api/${path}`)).status).toBe(200);
    }
    for (const id of ids.slice(0, 2)) {
      const path = `/api/operations/${encodeURIComponent(id.toWellFormed() || '%00')}`;
      expect((await ask(path)).status).toBe(200);
      expect((await ask(`${path}.md`)).status).toBe(200);
    }
  }

  async function goesOn(): Promise<void> {
    await stillKeeps(insights.url);
    expect(said).toEqual([]);
  }

  return { url: () => insights.url, ask, post, readAll, goesOn };
}
