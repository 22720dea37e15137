import { runQuery } from '../../kql/runQuery.ts';
import { readFrom } from '../../kql/sources.ts';
import type { Row } from '../../row.ts';
import { openStore, type Store } from '../../store/store.ts';

/** What `now()` says in these tests. */
export const now = Date.parse('2026-11-24T12:00:00Z');
const models = ['gpt-4o', 'gpt-4o-mini', 'o3'];

/** A store with rows of every kind, the same ones each time: some 600 in the three hours before `now`. */
export function sampleStore(): Store {
  const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  store.write(Array.from({ length: 120 }, (_, at) => rowsOfCall(at)).flat());
  return store;
}

function rowsOfCall(at: number): Row[] {
  const timestamp = new Date(now - 3 * 3_600_000 + at * 90_000)
    .toISOString()
    .replace('Z', `${100 + at}Z`);
  const model = models[at % 3] ?? '';
  const failed = at % 7 === 0;
  const trigger = at % 4 === 0 ? 'pubsub' : 'http';
  const shared = {
    timestamp,
    operation_Id: `op-${at}`,
    session_Id: `session-${at}`,
    cloud_RoleName: at % 2 === 0 ? 'callspan' : 'other',
    itemCount: 1 + (at % 2),
    customMeasurements: {},
  };
  const outcome = failed ? 'rate_limit_exceeded' : 'ok';
  const success = failed ? 'False' : 'True';
  return [
    {
      ...shared,
      itemType: 'requests',
      id: `r-${at}`,
      operation_ParentId: '',
      name: at % 5 === 0 ? 'POST /api/v1/responses' : 'POST /api/v1/chat/completions',
      duration: 100 + ((at * 37) % 900),
      success,
      resultCode: failed ? '503' : '200',
      customDimensions: {},
    },
    {
      ...shared,
      itemType: 'dependencies',
      id: `d-${at}`,
      operation_ParentId: `r-${at}`,
      name: 'generate_completion',
      duration: 90 + ((at * 37) % 900),
      success,
      customDimensions: {
        'faas.trigger': trigger,
        'app.outcome': outcome,
        'faas.name': 'chat',
        Größe: 'ÄÖ "x" \\ y',
      },
    },
    {
      ...shared,
      itemType: 'dependencies',
      id: `c-${at}`,
      operation_ParentId: `d-${at}`,
      name: `chat ${model}`,
      type: 'GenAI | azure',
      duration: 50 + ((at * 53) % 800) + 0.25,
      success,
      customDimensions: { 'gen_ai.request.model': model, 'app.error.type': failed ? outcome : '' },
      customMeasurements: { inputTokens: at, outputTokens: 2 * at, costUsd: at / 1_000 },
    },
    {
      ...shared,
      itemType: 'traces',
      operation_ParentId: `d-${at}`,
      message: `Invocation ${at} ended: ${outcome}`,
      severityLevel: failed ? 3 : 1,
      customDimensions: {},
    },
    {
      ...shared,
      itemType: 'customMetrics',
      operation_ParentId: '',
      name: 'callspan.cost',
      value: at / 1_000,
      valueSum: at / 1_000,
      valueCount: 1,
      customDimensions: { 'gen_ai.request.model': model },
    },
    ...(failed ? [failure(shared, at)] : []),
  ];
}

function failure(
  shared: Omit<Row, 'itemType' | 'operation_ParentId' | 'customDimensions'>,
  at: number,
): Row {
  return {
    ...(shared as Row),
    itemType: 'exceptions',
    operation_ParentId: `c-${at}`,
    type: 'ModelError',
    outerType: 'ModelError',
    outerMessage: 'Too many requests',
    problemId: 'ModelError at ask',
    details: JSON.stringify([{ message: 'Too many requests', typeName: 'ModelError' }]),
    customDimensions: {},
  };
}

/** What a query gives over a store: columns by name and type, and rows. */
export function ask(store: Store, query: string, pushdown = true) {
  return runQuery({
    query,
    now,
    pushdown,
    withinMs: 60_000,
    timespan: {},
    source: { read: (question) => readFrom(store.database, question) },
  });
}
