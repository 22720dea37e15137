import { afterEach, describe, expect, it } from 'vitest';
import type { Row } from '../../row.ts';
import { createLists } from '../../store/list.ts';
import { createStats } from '../../store/stats.ts';
import { openStore, type Store } from '../../store/store.ts';
import { toCallRows, toRow } from './rows.ts';

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

const noon = Date.parse('2026-11-24T12:00:00.000Z');
const lists = (...rows: readonly Row[]) => {
  const store = openStore(':memory:');
  open.push(store);
  store.write(rows);
  return { ...createLists(store.database), stats: createStats(store.database) };
};

let ids = 0;
const request = (name: string, more: Partial<Row> = {}) => {
  ids++;
  return toRow({
    itemType: 'requests',
    id: `r${ids}`,
    operation_Id: `look-${ids}`,
    name,
    duration: 9_000,
    success: 'False',
    resultCode: '503',
    ...more,
  });
};
const faas = (name: string) => ({
  customDimensions: { 'faas.name': name, 'faas.invocation_id': `i-${name}` },
});

describe('what only looks at an app is no call', () => {
  it.each<[string, Row]>([
    ['the models', request('GET /api/v1/models', faas('models'))],
    ['the models, by a host that names no function', request('GET /api/v1/models')],
    ['a model', request('GET /api/v1/models/{id}')],
    ['the health', request('GET /api/health', faas('health'))],
    ['the probe of another app', request('HEAD /healthz')],
    ['the state of a job', request('GET /api/v1/jobs/{id}')],
    ['the description of the API', request('GET /api/v1/openapi.json')],
    ['an unknown path', request('GET /api/{*path}', faas('unknownRoute'))],
  ])('%s', (_, row) => {
    const { operations, summary, facets, stats } = lists(row, ...toCallRows('a'));
    expect(operations({}, { limit: 9 }).items.map(({ isCall }) => isCall)).toEqual([true]);
    expect(summary({})).toMatchObject({ calls: 1, failed: 0, p95Ms: 1_000 });
    expect(facets().outcomes).toEqual(['ok']);
    expect(stats(noon, noon + 60_000).total).toMatchObject({ calls: 1, failed: 0 });
    expect(operations({ all: true }, { limit: 9 }).items).toHaveLength(2);
    expect(summary({ all: true })).toMatchObject({ calls: 2, failed: 1 });
    expect(operations({ q: row.operation_Id }, { limit: 9 }).items).toHaveLength(1);
  });

  it.each<[string, readonly Row[]]>([
    ['a call that was refused before it ran', [request('POST /api/v1/chat/completions')]],
    ['a page of another app', [request('GET /products')]],
    [
      'a request that reads, and asked a model',
      [
        request('GET /api/ask', { ...faas('ask'), operation_Id: 'x', id: 'x' }),
        toRow({
          itemType: 'dependencies',
          id: 'y',
          operation_Id: 'x',
          operation_ParentId: 'x',
          duration: 1,
        }),
      ],
    ],
    [
      'a look that threw',
      [
        request('GET /api/health', { operation_Id: 'x', id: 'x' }),
        toRow({ itemType: 'exceptions', operation_Id: 'x', operation_ParentId: 'x' }),
      ],
    ],
  ])('but %s is one', (_, rows) => {
    expect(lists(...rows).summary({}).calls).toBe(1);
  });
});
