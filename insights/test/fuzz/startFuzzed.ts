import { afterAll, beforeAll, expect } from 'vitest';
import { type Insights, startInsights } from '../../start/startInsights.ts';
import { stillKeeps } from '../stillKeeps.ts';

/** Around the time that most odd telemetry has. */
const range = 'stats?from=2026-11-24T11:30:00Z&to=2026-11-24T12:30:00Z';
const lists = ['operations', 'summary', 'facets', 'health', 'export', range];

/** A local Application Insights for all the tests of a file, and how to ask it for what must not fail. */
export function startFuzzed() {
  let insights: Insights;
  const said: string[] = [];
  let turn = 0;
  beforeAll(async () => {
    insights = await startInsights({
      port: 0,
      file: ':memory:',
      retention: { ms: 1e12, rows: 200 },
      // What nothing takes is told of, as it should be.
      say: (line) => line.includes(' cannot take ') || said.push(line),
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

  /** Reads of what has come, one way a time in turns; `operation` is one that was sent. */
  async function readSome(operation: unknown): Promise<void> {
    const id = encodeURIComponent(`${operation}`.toWellFormed() || '%00');
    const paths = [...lists, `operations/${id}`, `operations/${id}.md`];
    turn = (turn + 1) % paths.length;
    expect((await ask(`/api/${paths[turn]}`)).status).toBe(200);
  }

  /** Everything can be read, the next call is kept, and nothing was told. */
  async function goesOn(): Promise<void> {
    for (const path of lists) expect((await ask(`/api/${path}`)).status).toBe(200);
    await stillKeeps(insights.url);
    expect(said).toEqual([]);
  }

  return { url: () => insights.url, ask, post, readSome, goesOn };
}
