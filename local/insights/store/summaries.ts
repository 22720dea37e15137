import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '../api.ts';
import type { Row } from '../row.ts';
import { measuresOf } from './measures.ts';
import { problemsOf } from './problems.ts';
import { isChat, toOperation } from './toOperation.ts';

const separator = '\n';
/** A trace of more rows is summed up from its first: each batch of it would read all of it again. */
const maxRows = 1_000;

/** Keeps one summary an invocation: the session within an operation, or the operation of rows without a session. */
export interface Summaries {
  /** Sums up anew what the rows, which have just been inserted, belong to; gives what changed. */
  update(rows: readonly Row[], seq: number): readonly Operation[];
}

/** Summaries in the table `invocations`, from the rows in `items`. */
export function createSummaries(database: DatabaseSync): Summaries {
  const ofSession = database.prepare(
    `SELECT row FROM items WHERE operation_Id = ? AND session_Id = ?
     UNION ALL SELECT row FROM items WHERE invocation = ? AND session_Id IS NULL LIMIT ${maxRows}`,
  );
  // A host row without a session belongs to the invocation it names, once that has rows of its own.
  const ofOperation = database.prepare(
    `SELECT row FROM items WHERE operation_Id = ? AND session_Id IS NULL AND itemType <> 'customMetrics'
       AND (invocation IS NULL OR NOT EXISTS (SELECT 1 FROM invocations WHERE session_Id = invocation))
     LIMIT ${maxRows}`,
  );
  const homes = database.prepare('SELECT operation_Id FROM invocations WHERE session_Id = ?');
  const hosts = database.prepare(
    'SELECT DISTINCT operation_Id FROM items WHERE invocation = ? AND session_Id IS NULL',
  );
  const deliveries = database.prepare(
    "SELECT count(*) AS n FROM invocations WHERE job = ? AND trigger = 'queue' AND NOT (operation_Id = ? AND session_Id = ?)",
  );
  const remove = database.prepare(
    'DELETE FROM invocations WHERE operation_Id = ? AND session_Id = ? RETURNING id',
  );
  const removeSummary = database.prepare('DELETE FROM summaries WHERE id = ?');
  const put = database.prepare(`
    INSERT INTO invocations (operation_Id, session_Id, ${columns.join(', ')})
    VALUES (?, ?, ${columns.map(() => '?').join(', ')})
    ON CONFLICT (operation_Id, session_Id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
    RETURNING id`);
  const putSummary = database.prepare(
    'INSERT OR REPLACE INTO summaries (id, summary) VALUES (?, ?)',
  );
  const known = new Set<string>(); // sessions that have an invocation of their own; forgotten in bulk
  const isKnown = (session: string) => {
    if (known.has(session)) return true;
    if (homes.get(session) === undefined) return false;
    if (known.size >= 10_000) known.clear();
    known.add(session);
    return true;
  };

  /** Which invocations these rows change. */
  const changedBy = (rows: readonly Row[]): Set<string> => {
    const keys = new Set<string>();
    const add = (operation: string, session: string) => keys.add(operation + separator + session);
    for (const { itemType, operation_Id, session_Id, customDimensions } of rows) {
      if (itemType === 'customMetrics' || operation_Id === '') continue; // a metric belongs to no call
      if (session_Id !== undefined) {
        add(operation_Id, session_Id);
        if (isKnown(session_Id)) continue;
        for (const host of hosts.all(session_Id)) add(String(host.operation_Id), '');
      } else {
        add(operation_Id, '');
        const invocation = customDimensions['faas.invocation_id'];
        if (invocation === undefined) continue;
        for (const home of homes.all(invocation)) add(String(home.operation_Id), invocation);
      }
    }
    return keys;
  };

  const write = (
    operationId: string,
    session: string,
    rows: readonly Row[],
    seq: number,
  ): Operation | undefined => {
    const summed = toOperation(rows);
    if (summed === undefined) {
      const id = remove.get(operationId, session)?.id;
      if (id !== undefined) removeSummary.run(id);
      return undefined;
    }
    const others =
      summed.job === null ? 0 : Number(deliveries.get(summed.job, operationId, session)?.n);
    const operation: Operation = {
      ...summed,
      operation_Id: operationId,
      seq,
      deliveries: summed.trigger === 'queue' ? others + 1 : 0,
    };
    const values = toColumns(operation, rows);
    const id = put.get(operationId, session, ...columns.map((name) => values[name]))?.id;
    putSummary.run(id ?? null, JSON.stringify(operation));
    return operation;
  };

  return {
    update(rows, seq) {
      const changed: Operation[] = [];
      // Sessions first: which host rows an operation keeps depends on them.
      const keys = [...changedBy(rows)].map((key) => key.split(separator) as [string, string]);
      for (const [operationId, session] of keys.sort(([, a], [, b]) => (a < b ? 1 : -1))) {
        const found =
          session === ''
            ? ofOperation.all(operationId)
            : ofSession.all(operationId, session, session);
        const parsed = found.map(({ row }) => JSON.parse(String(row)) as Row);
        const operation = write(operationId, session, parsed, seq);
        if (operation !== undefined) changed.push(operation);
      }
      return changed;
    },
  };
}

/** What an invocation is found and counted by: columns of the table. */
function toColumns(operation: Operation, rows: readonly Row[]) {
  const { seq, timestamp, outcome, trigger, model, job, durationMs, costUsd } = operation;
  return {
    seq,
    timestamp,
    outcome,
    failed: operation.success === 'False' ? 1 : 0,
    function: operation.function,
    trigger,
    model,
    conversation: operation.conversationId,
    job,
    durationMs,
    costUsd,
    priced: operation.priced ? 1 : 0,
    ...measuresOf(operation, rows),
    problems: problemsOf(rows),
    search: toSearch(operation, rows),
  };
}

const columns = [
  'seq',
  'timestamp',
  'outcome',
  'failed',
  'function',
  'trigger',
  'model',
  'conversation',
  'job',
  'durationMs',
  'costUsd',
  'priced',
  'answeredBy',
  'firstTokenMs',
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'throttled',
  'retries',
  'coldStart',
  'problems',
  'search',
] as const satisfies readonly (keyof ReturnType<typeof toColumns>)[];

/** What a search looks in: names and every ID, in lower case. */
function toSearch(operation: Operation, rows: readonly Row[]): string {
  const { name, operation_Id, session_Id, job, conversationId, outcome, about } = operation;
  const ids = rows.flatMap(({ id, customDimensions }) => [
    id,
    customDimensions['gen_ai.response.id'],
    customDimensions['app.model_request_id'],
  ]);
  const models = rows.filter(isChat).map((row) => row.customDimensions['gen_ai.request.model']);
  const words = [
    name,
    operation_Id,
    session_Id,
    job,
    conversationId,
    outcome,
    about,
    ...models,
    ...ids,
  ];
  return [...new Set(words.filter(Boolean))].join('\n').toLowerCase().slice(0, 2_000);
}
