import { expect, it } from 'vitest';
import type { ListedRows } from '../../api.ts';
import { start } from '../running.ts';
import { type RowParts, toCallRows, toRow } from '../store/rows.ts';

const at = (second: number) => `2026-11-24T12:00:0${second}.000000Z`;

async function withRows(...rows: readonly RowParts[]) {
  const { insights, url, get } = await start();
  insights.store.insert(rows.map(toRow));
  const list = async (query = '') => get<ListedRows>(`/api/rows?${query}`);
  return {
    insights,
    url,
    list,
    texts: async (query = '') => (await list(query)).items.map(({ text }) => text),
  };
}

it('rows of all calls are listed, newest first, with what they say and the call that they belong to; spans are not', async () => {
  const { insights, list } = await withRows(
    { itemType: 'traces', timestamp: at(1), message: 'first\nline', severityLevel: 2 },
    { itemType: 'exceptions', timestamp: at(3), type: 'TypeError', outerMessage: 'no such thing' },
    { itemType: 'customMetrics', timestamp: at(2), operation_Id: '', name: 'queue', value: 7 },
    { itemType: 'customEvents', timestamp: at(2), name: 'bought', session_Id: 's' },
  );
  insights.store.insert(toCallRows('a'));
  const { items, next } = await list();
  expect(next).toBeNull();
  expect(items).toEqual([
    expect.objectContaining({ kind: 'exceptions', name: 'TypeError', text: 'no such thing' }),
    expect.objectContaining({ kind: 'customEvents', name: 'bought', session_Id: 's' }),
    expect.objectContaining({ kind: 'customMetrics', text: '7', operation_Id: null }),
    expect.objectContaining({ kind: 'traces', text: 'first', severity: 2, operation_Id: 'op' }),
  ]);
});

it('a list is narrowed by kind, least severity, app, time and text', async () => {
  const { texts } = await withRows(
    { itemType: 'traces', timestamp: at(1), message: 'one', severityLevel: 1, cloud_RoleName: 'a' },
    { itemType: 'traces', timestamp: at(2), message: 'TWO', severityLevel: 3, cloud_RoleName: 'b' },
    { itemType: 'exceptions', timestamp: at(3), outerMessage: 'three', severityLevel: 4 },
    {
      itemType: 'traces',
      timestamp: at(4),
      message: 'four',
      customDimensions: { who: 'Müller "x"' },
    },
  );
  expect(await texts('kind=exceptions')).toEqual(['three']);
  expect(await texts('severity=error')).toEqual(['three', 'TWO']);
  expect(await texts('app=b')).toEqual(['TWO']);
  expect(await texts(`from=${at(2)}&to=${at(3)}`)).toEqual(['TWO']);
  expect(await texts('q=two')).toEqual(['TWO']);
  expect(await texts(`q=${encodeURIComponent('MÜLLER "X')}`)).toEqual(['four']);
  expect(await texts('q=message')).toEqual([]); // the name of a column is nothing that a row says
  expect(await texts('q=%25')).toEqual([]);
});

it('pages follow on from each other without a gap or a double, also among rows of one time', async () => {
  const { list } = await withRows(
    ...Array.from({ length: 25 }, (_, n) => ({
      itemType: 'traces' as const,
      timestamp: at(n % 2),
      message: `${n}`,
    })),
  );
  const seen: number[] = [];
  let next: string | null = '';
  for (let page = 0; next !== null && page < 9; page++) {
    const found: ListedRows = await list(`limit=4&before=${next}`);
    seen.push(...found.items.map(({ seq }) => seq));
    next = found.next;
  }
  expect(next).toBeNull();
  expect(new Set(seen).size).toBe(25);
});

it('a search that finds nothing looks at 20,000 rows at once, and goes on from there', async () => {
  const { list } = await withRows(
    { itemType: 'traces', timestamp: at(1), message: 'needle' },
    ...Array.from({ length: 20_001 }, () => ({
      itemType: 'traces' as const,
      timestamp: at(2),
      message: 'hay',
    })),
  );
  const first = await list('q=needle');
  expect(first.items).toEqual([]);
  expect(first.next).not.toBeNull();
  const second = await list(`q=needle&before=${first.next}`);
  expect(second).toMatchObject({ items: [{ text: 'needle' }], next: null });
});

it.each([
  'kind=requests',
  'severity=loud',
  'from=soon',
  'before=x',
  'before=2026-11-24T12:00:00Z~x',
  'limit=0',
])('what makes no sense is refused in words: %s', async (query) => {
  const { url } = await withRows();
  const response = await fetch(`${url}/api/rows?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.stringMatching(/must be|no cursor/) });
});

it('the filters of a list look at one index alone, so that no row is read that they do not let through', async () => {
  const { insights } = await withRows();
  const { noSpan } = await import('../../store/database/schema.ts');
  const plan = insights.store.database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT row FROM items WHERE ${noSpan} AND severity >= 3 ORDER BY timestamp DESC, seq DESC`,
    )
    .all()
    .map(({ detail }) => detail);
  expect(plan).toEqual(['SCAN items USING INDEX rows_by_time']);
});
