import { afterAll, describe, expect, it } from 'vitest';
import { queries } from './queries.ts';
import { ask, sampleStore } from './sampleStore.ts';

const store = sampleStore();
afterAll(store.close);

/** Filters of every form that SQLite is told of, and some that it must not be. */
const filters = [
  'timestamp > datetime(2026-11-24 11:00)',
  'timestamp >= datetime(2026-11-24 09:07:30.000105) and timestamp <= datetime(2026-11-24 09:07:30.000105)',
  'timestamp == datetime(2026-11-24 09:07:30.000105)',
  'timestamp between (ago(1h) .. 30m)',
  'ago(30m) < timestamp',
  'name == "generate_completion"',
  'name =~ "CHAT GPT-4O"',
  'name startswith "CHAT gpt-4o"',
  'name startswith_cs "chat gpt-4o"',
  'name endswith "_COMPLETION"',
  'name has "gpt"',
  'name hasprefix "gen"',
  'name hassuffix "mini"',
  'name contains "O-MINI"',
  'name contains_cs "o-mini"',
  'name contains "100%" or name contains "_"',
  'name !startswith "chat"',
  'name != ""',
  'name == ""',
  'name in ("chat o3", "generate_completion")',
  'name !in ("chat o3", "generate_completion")',
  'name in~ ("CHAT O3")',
  'operation_Id == "op-7"',
  'operation_Id in ("op-7", "op-8", "op-999")',
  'operation_Id == ""',
  'operation_ParentId == ""',
  'operation_ParentId in ("", "r-7")',
  'id == "c-7" or id == "d-7"',
  'session_Id == "session-7"',
  'isnotempty(session_Id)',
  'isempty(session_Id)',
  'success == "False"',
  'success == "false"',
  'success == false',
  'success != true',
  'success == "x"',
  'duration > 500',
  'duration between (100 .. 200)',
  '100 >= duration',
  'duration == 50.25',
  'itemCount == 1',
  'itemType == "dependency"',
  'resultCode == 503',
  'performanceBucket == "<250ms"',
  'customDimensions["app.outcome"] == "ok"',
  'tostring(customDimensions["app.outcome"]) == "ok"',
  'tostring(customDimensions["app.outcome"]) != "ok"',
  'tostring(customDimensions["app.error.type"]) == ""',
  'customDimensions["Größe"] == "ÄÖ \\"x\\" \\\\ y"',
  'tostring(customDimensions["Größe"]) has "äö"',
  'tostring(customDimensions["Größe"]) contains "\\"x\\""',
  'tostring(customDimensions["gen_ai.request.model"]) in ("o3", "gpt-4o")',
  'isnotempty(customDimensions["gen_ai.request.model"])',
  'isnotnull(customDimensions["gen_ai.request.model"])',
  'isnotnull(customMeasurements.inputTokens)',
  'tolong(customMeasurements.inputTokens) > 100',
  'name has "chat" and (success == "False" or duration > 700) and not(name endswith "mini")',
  'name == "chat o3" or duration > 900 or resultCode == "x"',
  'name == strcat("chat ", "o3")',
];

describe('what SQLite filters changes no result', () => {
  it.each(filters)('dependencies | where %s', (filter) => {
    const query = `dependencies | where ${filter} | project timestamp, id | order by id asc`;
    expect(ask(store, query).rows).toEqual(ask(store, query, false).rows);
  });

  it.each(['success == false', 'Success == true', 'Success == "True"', 'Success != false'])(
    'AppRequests | where %s',
    (filter) => {
      const query = `AppRequests | where ${filter.replace('success', 'Success')} | project Id | order by Id asc`;
      expect(ask(store, query).rows).toEqual(ask(store, query, false).rows);
    },
  );

  it.each(Object.entries(queries))('%s', (_, query) => {
    const on = ask(store, query);
    expect(on.rows.length).toBeGreaterThan(0);
    expect(on.rows).toEqual(ask(store, query, false).rows);
  });

  it('through a union, and behind a name', () => {
    for (const query of [
      'union requests, dependencies, traces | where operation_Id == "op-9" and itemType != "trace" | project id | order by id asc',
      'union requests, traces | where name == "x" or message has "ok" | count',
      'let slow = dependencies | where duration > 500; slow | where name startswith "chat" | count',
      'let ids = requests | where success == "False" | project operation_Id; dependencies | where operation_Id in (ids) | count',
      'requests | where operation_Id !in ((exceptions | project operation_Id)) | count',
    ]) {
      expect(ask(store, query).rows).toEqual(ask(store, query, false).rows);
    }
  });
});

describe('what SQLite filters is not read', () => {
  it.each([
    ['requests | where timestamp > ago(10m) | count', 6],
    ['dependencies | where operation_Id == "op-7" | count', 2],
    ['dependencies | where name == "chat o3" | count', 40],
    ['union requests, dependencies, traces, exceptions | where operation_Id == "op-7" | count', 5],
    ['let all = dependencies; all | where name == "chat o3" | count', 40],
    ['requests | take 3', 3],
    ['requests | where success == "False" | take 3', 3],
  ])('%s', (query, rows) => {
    expect(ask(store, query).stats.rowsRead).toBe(rows);
  });
});
