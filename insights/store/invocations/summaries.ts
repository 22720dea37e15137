import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '../../api.ts';
import type { Row } from '../../row.ts';
import { toOperation } from '../toOperation.ts';
import { createChangeFinder } from './changes.ts';
import { errorsOf } from './errorsOf.ts';
import { invocationColumns, toInvocationColumns } from './invocationColumns.ts';
import { createInvocationReader } from './rowsOf.ts';

/** Keeps one summary an invocation: the session within an operation, or the operation of rows without a session. */
export interface Summaries {
  /** Sums up again the invocations of rows that have just been inserted; gives those that changed. */
  update(rows: readonly Row[], seq: number): readonly Operation[];
}

/** Summaries in the table `invocations`, from the rows in `items`. `attempt` does one of them, and may take what it throws. */
export function createSummaries(
  database: DatabaseSync,
  attempt: <T>(step: () => T) => T | undefined,
): Summaries {
  const changedBy = createChangeFinder(database);
  const rowsOf = createInvocationReader(database);
  const write = createSummaryWriter(database);
  return {
    update(rows, seq) {
      const changed: Operation[] = [];
      const keys = [...changedBy(rows)].flatMap(([operationId, sessions]) =>
        [...sessions].map((session) => [operationId, session] as const),
      );
      // Sessions first: which host rows an operation keeps depends on them.
      for (const [operationId, session] of keys.sort(([, a], [, b]) => (a < b ? 1 : -1))) {
        const operation = attempt(() =>
          write(operationId, session, rowsOf(operationId, session), seq),
        );
        if (operation !== undefined) changed.push(operation);
      }
      return changed;
    },
  };
}

/** Writes the summary of an invocation's rows, or removes it when there is nothing to sum up; gives what was written. */
function createSummaryWriter(
  database: DatabaseSync,
): (
  operationId: string,
  session: string,
  rows: readonly Row[],
  seq: number,
) => Operation | undefined {
  const deliveries = database.prepare(
    "SELECT count(*) AS n FROM invocations WHERE job = ? AND trigger = 'queue' AND NOT (operation_Id = ? AND session_Id = ?)",
  );
  const remove = database.prepare(
    'DELETE FROM invocations WHERE operation_Id = ? AND session_Id = ? RETURNING id',
  );
  const removeSummary = database.prepare('DELETE FROM summaries WHERE id = ?');
  const removeErrors = database.prepare('DELETE FROM errors WHERE id = ?');
  const putError = database.prepare('INSERT INTO errors (id, code, count) VALUES (?, ?, ?)');
  const put = database.prepare(`
    INSERT INTO invocations (operation_Id, session_Id, ${invocationColumns.join(', ')})
    VALUES (?, ?, ${invocationColumns.map(() => '?').join(', ')})
    ON CONFLICT (operation_Id, session_Id) DO UPDATE SET ${invocationColumns.map((name) => `${name} = excluded.${name}`).join(', ')}
    RETURNING id`);
  const putSummary = database.prepare(
    'INSERT OR REPLACE INTO summaries (id, summary) VALUES (?, ?)',
  );

  return (operationId, session, rows, seq) => {
    const summed = toOperation(rows);
    if (summed === undefined) {
      const id = remove.get(operationId, session)?.id;
      if (id !== undefined) {
        removeSummary.run(id);
        removeErrors.run(id);
      }
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
    const values = toInvocationColumns(operation, rows);
    const id = put.get(operationId, session, ...invocationColumns.map((name) => values[name]))?.id;
    putSummary.run(id ?? null, JSON.stringify(operation));
    removeErrors.run(id ?? null);
    for (const [code, count] of errorsOf(operation, rows)) putError.run(id ?? null, code, count);
    return operation;
  };
}
