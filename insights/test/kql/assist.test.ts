import { describe, expect, it } from 'vitest';
import { until } from '../../../test/time/until.ts';
import type { Assistance } from '../../queryApi.ts';
import { start } from '../running.ts';

/** Asks until there is an answer, as an editor does with each key: the process may just be starting. */
const ask = (url: string, body: object) =>
  until(
    'an answer',
    () => askOnce(url, body),
    ({ status, body }) => status !== 200 || Object.keys(body).length > 0,
  );

const askOnce = async (url: string, body: object) => {
  const response = await fetch(`${url}/api/query/assist`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Partial<Assistance> };
};

describe('what an editor asks', () => {
  it('is answered by the engine’s own parser: all that is wrong, what may be written, what stands there', async () => {
    const { url } = await start();
    const query = 'requests | where durration > 5 | summarize nosuch() by name';
    const { marks } = (await ask(url, { about: 'marks', query, at: 0 })).body;
    expect(marks).toMatchObject([
      { start: 17, length: 9, isError: true, message: expect.stringContaining('duration?') },
      { start: 43, isError: true },
    ]);
    const typed = 'requests | where dur';
    const { completions } = (
      await ask(url, { about: 'completions', query: typed, at: typed.length })
    ).body;
    expect(completions?.start).toBe(17);
    expect(completions?.items[0]).toMatchObject({ kind: 'Column' });
    expect(completions?.items.map(({ name }) => name)).toContain('duration');
    const { text } = (await ask(url, { about: 'text', query, at: 3 })).body;
    expect(text).toContain('requests');
  });

  it('offers the steps that the engine runs, and no other', async () => {
    const { url } = await start();
    const examples: Readonly<Record<string, string>> = {
      where: 'duration > 5',
      count: '',
      extend: 'x = 1',
      join: '(traces) on operation_Id',
      limit: '1',
      lookup: '(traces | project operation_Id, message) on operation_Id',
      order: 'by name',
      project: 'name',
      'project-away': 'name',
      'project-keep': 'name',
      'project-rename': 'n = name',
      'project-reorder': 'name',
      render: 'table',
      sort: 'by name',
      summarize: 'count()',
      distinct: 'name',
      'make-series': 'n = count() on timestamp from ago(1h) to now() step 10m',
      'mv-expand': 'customDimensions',
      take: '1',
      top: '1 by name',
      'top-nested': '1 of name by count()',
      union: 'traces',
      as: 'x',
      evaluate: 'narrow()',
      getschema: '',
      parse: 'name with "a" b',
      'parse-where': 'name with "a" b',
      sample: '1',
      'sample-distinct': '1 of name',
      serialize: '',
    };
    const offered = (await ask(url, { about: 'completions', query: 'requests | ', at: 11 })).body;
    const names = offered.completions?.items.map(({ name }) => name.trim()) ?? [];
    expect(names.toSorted()).toEqual(Object.keys(examples).toSorted());
    for (const [step, rest] of Object.entries(examples)) {
      const response = await fetch(`${url}/api/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: `requests | ${step} ${rest}` }),
      });
      expect(`${step}: ${response.status}`).toBe(`${step}: 200`);
    }
  });

  it('offers no function and no first word that the engine refuses', async () => {
    const { url } = await start();
    const refused = [
      'mv-apply',
      'search',
      'find',
      'externaldata',
      'cluster',
      'geo_point_to_h3cell',
      'hll',
    ];
    for (const query of ['', 'requests | extend x = ', 'requests | summarize ']) {
      const { body } = await ask(url, { about: 'completions', query, at: query.length });
      const names = body.completions?.items.map(({ name }) => name.trim()) ?? [];
      expect(names.length).toBeGreaterThan(20);
      expect(names.filter((name) => refused.includes(name))).toEqual([]);
    }
  });

  it('waits for no query that runs: there is no answer then, and no error', async () => {
    const { url } = await start();
    const long = fetch(`${url}/api/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query:
          'range x from 1 to 100000 step 1 | extend y = strcat(x, "a", x) | summarize count() by y | count',
      }),
    });
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => askOnce(url, { about: 'marks', query: 'requests', at: 0 })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200));
    expect(answers.filter(({ body }) => body.marks === undefined).length).toBeGreaterThanOrEqual(3);
    expect((await long).status).toBe(200);
  });

  it.each([
    ['no question', {}],
    ['a place outside', { about: 'marks', query: 'requests', at: 9 }],
    ['no place', { about: 'text', query: 'requests' }],
    ['an odd question', { about: 'constructor', query: 'requests', at: 0 }],
    ['a text that is too long', { about: 'marks', query: 'x'.repeat(70_000), at: 0 }],
  ])('is refused with a line: %s', async (_, body) => {
    const { url } = await start();
    expect((await ask(url, body)).status).toBe(400);
  });
});
