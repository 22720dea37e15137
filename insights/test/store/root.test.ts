import { afterEach, describe, expect, it } from 'vitest';
import type { Row } from '../../row.ts';
import { createLists } from '../../store/list.ts';
import { openStore, type Store } from '../../store/store.ts';
import { toWaterfall } from '../../view/waterfall.ts';
import { toRow } from './rows.ts';

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

/** What is listed once each of these batches has come. */
function listed(...batches: readonly (readonly Row[])[]) {
  const store = openStore(':memory:');
  open.push(store);
  const lists = createLists(store.database);
  return batches.map((rows) => {
    store.write(rows);
    const { items } = lists.operations({}, { limit: 10 });
    expect(items).toHaveLength(1);
    return items[0];
  });
}

function span(id: string, parent: string, startMs: number, more: Partial<Row> = {}): Row {
  const time = `2026-11-24T12:00:00.${`${startMs}`.padStart(3, '0')}000Z`;
  return toRow({
    itemType: 'dependencies',
    id,
    name: id,
    operation_ParentId: parent,
    timestamp: time,
    duration: 100,
    success: 'True',
    ...more,
  });
}

describe('an operation is called as its root, and takes as long', () => {
  const root = span('root', '', 0, { duration: 500, success: 'False' });
  const leaf = span('leaf', 'middle', 200);
  const middle = span('middle', 'root', 100, { duration: 350 });

  it('which mends itself when the root comes last', () => {
    expect(listed([leaf], [middle], [root])).toMatchObject([
      { name: 'leaf', durationMs: 100, outcome: 'ok' },
      { name: 'middle', durationMs: 350, outcome: 'ok' },
      { name: 'root', durationMs: 500, outcome: 'error', success: 'False' },
    ]);
  });

  it('also when a child’s clock is ahead of it', () => {
    const early = span('early', 'root', 0);
    expect(listed([early, span('root', '', 5)])).toMatchObject([{ name: 'root' }]);
  });

  it('and without it from the first start to the last end', () => {
    const other = span('other', 'gone', 700);
    expect(listed([leaf, other, middle])).toMatchObject([{ name: 'middle', durationMs: 700 }]);
  });

  it('among several the earliest, then the longest', () => {
    const [short, long] = [span('short', '', 50), span('long', '', 50, { duration: 101 })];
    expect(listed([span('late', '', 60, { duration: 900 }), short, long])).toMatchObject([
      { name: 'long', durationMs: 101 },
    ]);
  });

  it('also when more rows come before it than are summed up', () => {
    const leaves = Array.from({ length: 1_200 }, (_, n) => span(`leaf-${n}`, 'root', n % 900));
    const [, last] = listed(leaves, [root]);
    expect(last).toMatchObject({ name: 'root', durationMs: 500 });
  });

  it('and a request whose caller is elsewhere, though its parent’s ID comes after all others', () => {
    const leaves = Array.from({ length: 1_200 }, (_, n) => span(`leaf-${n}`, 'root', n % 900));
    for (const parent of ['zz-elsewhere', 'op']) {
      const remote = { ...root, itemType: 'requests', operation_ParentId: parent } as Row;
      expect(listed(leaves, [remote]).at(-1)).toMatchObject({ name: 'root', durationMs: 500 });
    }
  });

  it('when a row names itself as its parent', () => {
    expect(listed([span('self', 'self', 0)])).toMatchObject([{ name: 'self', durationMs: 100 }]);
  });
});

it.each([
  ['its status', { resultCode: '503' }, '503'],
  ['no status', { resultCode: '0' }, 'error'],
  ['an error type', { resultCode: '0', customDimensions: { 'error.type': 'timeout' } }, 'timeout'],
  ['nothing', {}, 'error'],
])('the outcome of a root that failed with %s', (_name, more, outcome) => {
  const failed = span('root', '', 0, { success: 'False', ...more });
  expect(listed([failed])).toMatchObject([{ outcome, errorCode: outcome }]);
});

it('spans within a millisecond stand in their order, whichever came first', () => {
  const at = (id: string, micros: string) =>
    span(id, 'root', 0, { timestamp: `2026-11-24T12:00:00.000${micros}Z`, duration: 0.1 });
  const store = openStore(':memory:');
  open.push(store);
  store.write([at('second', '900'), at('first', '100'), span('root', '', 0)]);
  const { items } = store.operation('op', (row) => row);
  expect(items.map(({ name }) => name)).toEqual(['root', 'first', 'second']);
  const { lines } = toWaterfall(items);
  expect(lines.map(({ name, startMs }) => [name, startMs])).toEqual([
    ['root', 0],
    ['first', 0.1],
    ['second', 0.9],
  ]);
});

describe('apps in one operation', () => {
  const browser = span('page', '', 0, { cloud_RoleName: 'web', duration: 400 });
  const server = span('api', 'page', 10, { cloud_RoleName: 'api', itemType: 'requests' });
  const inner = span('query', 'api', 20, { cloud_RoleName: 'api' });

  it('are listed, the root’s first, and each finds it', () => {
    const store = openStore(':memory:');
    open.push(store);
    store.write([inner, server, browser]);
    const lists = createLists(store.database);
    const by = (app: string) => lists.operations({ app }, { limit: 10 }).items;
    expect(by('web')).toMatchObject([{ name: 'page', apps: ['web', 'api'] }]);
    expect(by('api')).toEqual(by('web'));
    expect(by('ap')).toEqual([]);
    expect(lists.facets().apps).toEqual(['web', 'api']);
  });

  it('are named in the waterfall where another one begins', () => {
    const { lines } = toWaterfall([inner, server, browser]);
    expect(lines.map(({ name, app }) => [name, app])).toEqual([
      ['page', 'web'],
      ['api', 'api'],
      ['query', undefined],
    ]);
  });
});
