import { describe, expect, it } from 'vitest';
import type { Assistance } from '../../queryApi.ts';
import { start } from '../running.ts';

const ask = async (url: string, body: object) => {
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

  it('offers no word that the engine refuses', async () => {
    const { url } = await start();
    for (const query of ['', 'requests | ', 'requests | extend x = ', 'requests | summarize ']) {
      const { body } = await ask(url, { about: 'completions', query, at: query.length });
      const names = body.completions?.items.map(({ name }) => name.trim()) ?? [];
      console.log(names.join(' '));
      expect(names).not.toContain('mv-apply');
    }
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
