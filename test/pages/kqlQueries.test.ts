import { afterAll, describe, expect, it } from 'vitest';
import { ask, sampleStore } from '../../insights/test/kql/sampleStore.ts';
import { checkQuery } from '../infra/kusto.ts';
import { queryFiles } from '../infra/queryFiles.ts';
import { schemas } from '../infra/schema.ts';

const store = sampleStore();
afterAll(store.close);

describe('the queries that are deployed run over the local Application Insights', () => {
  it.each(queryFiles)(
    '$name: with the columns that Azure gives, whatever SQLite filters',
    ({ text, schema }) => {
      const query = text.replace('{Session}', 'session-7').replace('{Job}', 'job-7');
      const { columns, rows } = ask(store, query);
      const expected = checkQuery(query, schemas[schema]).columns;
      expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual(expected);
      expect(rows).toEqual(ask(store, query, false).rows);
    },
  );

  it('most of them find something', () => {
    const found = queryFiles.filter(
      ({ text }) => ask(store, text.replace('{Session}', 'session-7')).rows.length > 0,
    );
    expect(found.length).toBeGreaterThan(20);
  });

  it('a session shows all that its call left', () => {
    const [session] = queryFiles.filter(({ name }) => name === 'session');
    const { rows, columns } = ask(store, `${session?.text}`.replace('{Session}', 'session-7'));
    const kind = columns.findIndex(({ name }) => name === 'itemType');
    expect(rows.map((row) => row[kind]).sort()).toEqual([
      'dependency',
      'dependency',
      'exception',
      'request',
      'trace',
    ]);
  });
});
