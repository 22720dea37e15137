import { afterAll, expect, it } from 'vitest';
import { ask, sampleStore } from './sampleStore.ts';

const store = sampleStore();
afterAll(store.close);

/** What SQL gives, by hand, as rows. */
const sql = (text: string) =>
  store.database
    .prepare(text)
    .all()
    .map((row) => Object.values(row));
const from = (table: string) => `FROM items WHERE itemType = '${table}'`;
const dimension = (name: string) => `row ->> '$.customDimensions."${name}"'`;
const hour = "strftime('%Y-%m-%dT%H:00:00Z', timestamp)";

// A second opinion that shares nothing with the engine but the rows.
it.each([
  ['requests | count', `SELECT count(*) ${from('requests')}`],
  [
    'requests | where success == "False" | summarize n = count() by resultCode',
    `SELECT row ->> '$.resultCode', count(*) ${from('requests')} AND row ->> '$.success' = 'False' GROUP BY 1`,
  ],
  [
    'requests | summarize n = count(), sum(duration), max(duration) by bin(timestamp, 1h) | order by timestamp asc',
    `SELECT ${hour}, count(*), sum(row ->> '$.duration'), max(row ->> '$.duration') ${from('requests')} GROUP BY 1 ORDER BY 1`,
  ],
  [
    'dependencies | where name startswith "chat" | summarize t = sum(tolong(customMeasurements.inputTokens)) by m = tostring(customDimensions["gen_ai.request.model"]) | order by m asc',
    `SELECT ${dimension('gen_ai.request.model')}, sum(row ->> '$.customMeasurements.inputTokens') ${from('dependencies')}
     AND row ->> '$.name' LIKE 'chat%' GROUP BY 1 ORDER BY 1`,
  ],
  [
    'dependencies | where duration > 500 | summarize dcount(name), sum(itemCount)',
    `SELECT count(DISTINCT row ->> '$.name'), sum(row ->> '$.itemCount') ${from('dependencies')} AND row ->> '$.duration' > 500`,
  ],
  [
    'traces | where message has "ended" and message !has "ok" | count',
    `SELECT count(*) ${from('traces')} AND row ->> '$.message' LIKE '%ended%' AND row ->> '$.message' NOT LIKE '%: ok%'`,
  ],
  [
    'requests | join kind=inner (exceptions | project operation_Id) on operation_Id | summarize n = count() by name | order by name asc',
    `SELECT r.row ->> '$.name', count(*) FROM items r JOIN items e USING (operation_Id)
     WHERE r.itemType = 'requests' AND e.itemType = 'exceptions' GROUP BY 1 ORDER BY 1`,
  ],
  [
    'requests | join kind=leftanti (exceptions) on operation_Id | count',
    `SELECT count(*) ${from('requests')} AND operation_Id NOT IN (SELECT operation_Id ${from('exceptions')})`,
  ],
  [
    'dependencies | where name == "generate_completion" | summarize n = count(), avg(duration) by t = tostring(customDimensions["faas.trigger"]) | order by t asc',
    `SELECT ${dimension('faas.trigger')}, count(*), avg(row ->> '$.duration') ${from('dependencies')}
     AND row ->> '$.name' = 'generate_completion' GROUP BY 1 ORDER BY 1`,
  ],
  [
    'dependencies | top 3 by duration | project id',
    `SELECT id ${from('dependencies')} ORDER BY row ->> '$.duration' DESC LIMIT 3`,
  ],
  [
    'union requests, traces | summarize n = count() by itemType | order by itemType asc',
    `SELECT rtrim(itemType, 's'), count(*) FROM items WHERE itemType IN ('requests', 'traces') GROUP BY 1 ORDER BY 1`,
  ],
  [
    'customMetrics | where timestamp >= datetime(2026-11-24 10:00) | summarize sum(valueSum), dcount(tostring(customDimensions["gen_ai.request.model"]))',
    `SELECT sum(row ->> '$.valueSum'), count(DISTINCT ${dimension('gen_ai.request.model')}) ${from('customMetrics')} AND timestamp >= '2026-11-24T10:00'`,
  ],
  [
    'requests | summarize p = percentile(duration, 90)',
    `SELECT row ->> '$.duration' ${from('requests')} ORDER BY 1 LIMIT 1 OFFSET (SELECT cast(ceil(count(*) * 0.9) AS INTEGER) - 1 ${from('requests')})`,
  ],
])('%s is what SQL by hand gives', (query, text) => {
  const expected = sql(text);
  expect(expected.length).toBeGreaterThan(0);
  const rounded = (rows: readonly (readonly unknown[])[]) =>
    rows.map((row) =>
      row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)),
    );
  expect(rounded(ask(store, query).rows)).toEqual(rounded(expected));
});
