import { describe, expect, it } from 'vitest';
import { toTotals } from '../../pages/call/rows/totals.ts';
import type { Row } from '../../row.ts';
import { createLists } from '../../store/list.ts';
import { createStats } from '../../store/stats.ts';
import { openStore } from '../../store/store.ts';
import { renderTree } from '../../terminal/tree.ts';
import { explain } from '../../view/explain.ts';
import { toWaterfall } from '../../view/waterfall.ts';
import { chat, host, own, row } from '../view/rows.ts';

const lost = { success: 'False', duration: 700 } as const;
const cases: readonly [string, readonly Row[]][] = [
  [
    'before the first chunk',
    [host({ ...lost, resultCode: '499' }), own('client_closed', { duration: 690 }), chat(1)],
  ],
  [
    'in the middle of a stream, which the host could not end',
    [
      host({ ...lost, resultCode: '200' }),
      own('client_closed', { duration: 690 }),
      chat(1, { first: 100 }),
    ],
  ],
  [
    'another app, whose server answered 499',
    [row('requests', { name: 'GET /slow', session_Id: '', resultCode: '499', ...lost })],
  ],
];

describe('a caller who left is no failure', () => {
  it.each(cases)('%s', (_, rows) => {
    const store = openStore(':memory:');
    store.write(rows);
    const lists = createLists(store.database);
    const { items } = lists.operations({}, { limit: 10 });
    expect(items).toMatchObject([{ outcome: 'client_closed', success: 'True', errorCode: null }]);
    expect(lists.operations({ outcome: 'failed' }, { limit: 10 }).items).toEqual([]);
    expect(lists.summary({})).toMatchObject({ calls: 1, failed: 0 });
    const noon = Date.parse('2026-11-24T12:00:00.000Z');
    const { total, steps } = createStats(store.database)(noon, noon + 60_000);
    expect(total).toMatchObject({ calls: 1, failed: 0 });
    expect(steps[0]?.calls).toEqual({ client_closed: 1 });
    expect(toTotals(rows)).toMatchObject({ outcome: 'client_closed', failed: false });
    expect(toWaterfall(rows).lines.filter(({ failed }) => failed)).toEqual([]);
    expect(renderTree(rows, { color: false })).not.toContain('✕');
    expect(explain(rows)).not.toHaveProperty('cause');
    expect(explain(rows).text).not.toContain('failed');
    store.close();
  });

  it('while an answer that the host could not pass on is one, in list and head', () => {
    const rows = [host({ success: 'False', resultCode: '502' }), own('ok'), chat(1)];
    expect(toTotals(rows)).toMatchObject({ outcome: '502', failed: true });
  });
});
