import { describe, expect, it } from 'vitest';
import type { OperationList } from '../../api.ts';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';

const at = (n: number) => new Date(Date.parse('2026-11-24T12:00:00.000Z') + n * 1_000);

/** Calls with these durations in ms, oldest first, and one whose duration is not known. */
async function withCalls(durations: readonly number[]) {
  const { send, get, url } = await start();
  const page = (query: string) => get<OperationList>(`/api/operations?${query}`);
  for (const [n, durationMs] of durations.entries()) {
    await send(invocation({ session: `s${n}`, durationMs, time: at(n) }));
    await page('limit=1'); // writes it: calls of one duration are in the order in which they came
  }
  await send([envelope('MessageData', { message: 'x' }, { 'ai.operation.id': 'line' }, at(99))]);
  return { send, page, url };
}

/** All items of a list, read in pages of two. */
async function inPages(page: (query: string) => Promise<OperationList>, query: string) {
  const found: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const list: OperationList = await page(`${query}&limit=2&before=${next}`);
    found.push(...list.items.map(({ session_Id }) => session_Id ?? 'unknown'));
    next = list.next;
  }
  return found;
}

describe('the list of calls', () => {
  const durations = [300, 900, 300, 700, 900, 300];

  it.each([
    ['', ['unknown', 's5', 's4', 's3', 's2', 's1', 's0']],
    ['order=asc', ['s0', 's1', 's2', 's3', 's4', 's5', 'unknown']],
    ['sort=duration', ['s4', 's1', 's3', 's5', 's2', 's0', 'unknown']],
    ['sort=duration&order=asc', ['s0', 's2', 's5', 's3', 's1', 's4', 'unknown']],
    ['sort=cost', ['s5', 's4', 's3', 's2', 's1', 's0', 'unknown']],
    ['sort=tokens&order=asc', ['s0', 's1', 's2', 's3', 's4', 's5', 'unknown']],
  ])('sorted by "%s" has each call once, page by page', async (query, expected) => {
    const { page } = await withCalls(durations);
    expect(await inPages(page, query)).toEqual(expected);
  });

  it('goes on where it was when calls come between two pages', async () => {
    const { page, send } = await withCalls(durations);
    const first = await page('sort=duration&limit=2');
    await send(invocation({ session: 'longest', durationMs: 5_000 }));
    await send(invocation({ session: 'last', durationMs: 10 }));
    const next = await page(`sort=duration&limit=9&before=${first.next}`);
    expect(next.items.map(({ session_Id }) => session_Id ?? 'unknown')).toEqual([
      's3',
      's5',
      's2',
      's0',
      'last',
      'unknown',
    ]);
  });

  it.each([
    'sort=size',
    'order=up',
    'sort=cost&before=2026-11-24T12:00:00Z',
    'sort=cost&before=x~1',
  ])('refuses %s, and says why', async (query) => {
    const { url } = await withCalls([]);
    const response = await fetch(`${url}/api/operations?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/sort|order/) });
  });
});
