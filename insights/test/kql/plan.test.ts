import { afterAll, describe, expect, it } from 'vitest';
import { runQuery } from '../../kql/runQuery.ts';
import type { Question } from '../../kql/scan/readTable.ts';
import { readFrom } from '../../kql/sources.ts';
import { now, sampleStore } from './sampleStore.ts';

const store = sampleStore();
afterAll(store.close);

/** How SQLite finds the rows of a query, table by table. */
function plansOf(query: string): readonly string[] {
  const asked: Question[] = [];
  const read = (question: Question) => {
    asked.push(question);
    return readFrom(store.database, question);
  };
  runQuery({ query, now, withinMs: 60_000, timespan: {}, source: { read } });
  return asked.map(({ sql, values }) =>
    store.database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => `${detail}`)
      .filter((detail) => detail.includes(' items '))
      .join('; '),
  );
}

describe('how rows are found', () => {
  const columns = [
    'timestamp, name, duration, success, resultCode',
    'cloud_RoleName, operation_Id, operation_ParentId, id, itemCount',
  ];
  it.each(columns)('%s need no row', (list) => {
    expect(plansOf(`requests | where timestamp > ago(1d) | project ${list}`)).toEqual([
      expect.stringContaining('USING COVERING INDEX items_by_time (itemType=? AND timestamp>?)'),
    ]);
  });

  it('a level and the sum of a metric need no row', () => {
    expect(
      plansOf('union (traces | project severityLevel), (customMetrics | project valueSum, name)'),
    ).toEqual([
      expect.stringContaining('USING COVERING INDEX items_by_time'),
      expect.stringContaining('USING COVERING INDEX items_by_time'),
    ]);
  });

  it.each([
    ['operation_Id == "op-7"', 'items_by_operation'],
    ['timestamp > ago(1d) and operation_Id == "op-7"', 'items_by_operation'],
    ['operation_Id in ("op-7", "op-8")', 'items_by_operation'],
    ['session_Id == "session-7" and timestamp > ago(1d)', 'items_by_session'],
  ])('%s looks at its own rows only', (filter, index) => {
    expect(plansOf(`dependencies | where ${filter} | project name, timestamp`)).toEqual([
      expect.stringContaining(index),
    ]);
  });
});
