import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { envelope } from '../envelopes.ts';
import { start } from '../running.ts';

/** A local Application Insights with three lines of one app, and how to ask it. */
async function running() {
  const { url, send } = await start();
  const lines = ['one', 'two', 'three'].map((message) =>
    envelope('MessageData', { message, severityLevel: 1 }),
  );
  await send(lines);
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const ask = async (asked: unknown) => {
    const response = await post('/api/query', JSON.stringify(asked));
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { url, post, ask };
}

describe('POST /api/query', () => {
  it('answers as the query API does, also what has come just now', async () => {
    const { ask } = await running();
    const query =
      'traces | project message, severityLevel, customDimensions | order by message asc | render table';
    expect(await ask({ query })).toEqual({
      status: 200,
      body: {
        tables: [
          {
            name: 'PrimaryResult',
            columns: [
              { name: 'message', type: 'string' },
              { name: 'severityLevel', type: 'int' },
              { name: 'customDimensions', type: 'dynamic' },
            ],
            rows: [
              ['one', 1, '{}'],
              ['three', 1, '{}'],
              ['two', 1, '{}'],
            ],
          },
        ],
        render: { visualization: 'table', properties: {} },
        stats: { parseMs: expect.any(Number), runMs: expect.any(Number), rowsRead: 3, rows: 3 },
      },
    });
  });

  it.each([
    ['PT1H', 3],
    ['2020-01-01/2020-01-02', 0],
    ['2020-01-01/P1D', 0],
    ['P1D/2020-01-02T00:00Z', 0],
  ])('timespan %s', async (timespan, count) => {
    const { ask } = await running();
    const { body } = await ask({ query: 'traces | count', timespan });
    expect(Object(body.tables)[0].rows).toEqual([[count]]);
  });

  it('says what is wrong with a query, with line and column', async () => {
    const { ask } = await running();
    expect(await ask({ query: 'traces\n| where massage == "x"' })).toEqual({
      status: 400,
      body: {
        error: expect.stringContaining('Did you mean message?'),
        problem: 'name',
        line: 2,
        column: 9,
      },
    });
  });

  it.each([
    ['no JSON', '{', 400],
    ['no object', '5', 400],
    ['no query', '{}', 400],
    ['an empty query', '{"query":" "}', 400],
    ['a query that is no text', '{"query":5}', 400],
    ['a wrong timespan', '{"query":"traces","timespan":"soon"}', 400],
    ['a query too long', JSON.stringify({ query: 'x'.repeat(70_000) }), 400],
    ['a body too long', `{"query":"${'x'.repeat(300_000)}"}`, 413],
  ])('refuses %s in one line', async (_, body, status) => {
    const { post } = await running();
    const response = await post('/api/query', body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^[^\n]{10,150}$/) });
  });

  it('is for this machine’s own pages alone, and for JSON, which no form of another page sends', async () => {
    const { url, post } = await running();
    const body = '{"query":"traces | count"}';
    expect((await post('/api/query', body, { origin: 'https://evil.test' })).status).toBe(403);
    expect((await post('/api/query', body, { origin: url })).status).toBe(200);
    expect((await post('/api/query', body, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`${url}/api/query`)).status).toBe(405);
    const status = await new Promise((resolve) => {
      const asked = request(
        `${url}/api/query`,
        { method: 'POST', headers: { host: 'evil.test', 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      asked.end(body);
    });
    expect(status).toBe(403);
  });

  it('can be warmed before the first query', async () => {
    const { post } = await running();
    expect((await post('/api/query/warm', '')).status).toBe(202);
    expect((await post('/api/query/else', '{}')).status).toBe(404);
  });
});
