import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '../../api.ts';
import type { Row } from '../../row.ts';
import { toOperation } from '../toOperation.ts';
import { invocationColumns, toInvocationColumns } from './invocationColumns.ts';
import { invocationOf, sessionOf } from './keys.ts';

/** A trace of more is summed up from its first rows: each batch of it would read all of it again. */
const maxRows = 1_000;
const maxCharacters = 64 * 1024 * 1024;
/** One batch brings no more invocations that others' rows belong to: a foreign app may give all of them one ID. */
const maxJoined = 100;

/** Keeps one summary an invocation: the session within an operation, or the operation of rows without a session. */
export interface Summaries {
  /** Sums up anew what the rows, which have just been inserted, belong to; gives what changed. */
  update(rows: readonly Row[], seq: number): readonly Operation[];
}

/** Summaries in the table `invocations`, from the rows in `items`. `attempt` does one of them, and may take what it throws. */
export function createSummaries(
  database: DatabaseSync,
  attempt: <T>(step: () => T) => T | undefined,
): Summaries {
  // A host row without a session belongs to the invocation whose rows it is the parent of, and so does what hangs on it;
  // else to the invocation that it names, once that has rows of its own.
  const ofSession = database.prepare(
    `WITH hosts AS (SELECT DISTINCT host.id FROM items own JOIN items host
         ON host.itemType = 'requests' AND host.operation_Id = own.operation_Id AND host.id = own.parent
       WHERE own.operation_Id = ?1 AND own.session_Id = ?2 AND host.session_Id IS NULL)
     SELECT row FROM items WHERE operation_Id = ?1 AND session_Id = ?2
     UNION ALL SELECT row FROM items
       WHERE operation_Id = ?1 AND itemType = 'requests' AND session_Id IS NULL AND id IN hosts
     UNION ALL SELECT row FROM items
       WHERE operation_Id = ?1 AND session_Id IS NULL AND parent IN hosts AND itemType <> 'customMetrics'
     UNION ALL SELECT row FROM items WHERE invocation = ?2 AND session_Id IS NULL
       AND NOT (operation_Id = ?1 AND (ifnull(id, '') IN hosts OR ifnull(parent, '') IN hosts)) LIMIT ${maxRows}`,
  );
  const isParent = (id: string) =>
    `EXISTS (SELECT 1 FROM items own WHERE own.operation_Id = items.operation_Id AND own.parent = ${id}
       AND own.session_Id IS NOT NULL)`;
  const ofOperation = database.prepare(
    `SELECT row FROM items WHERE operation_Id = ? AND session_Id IS NULL AND itemType <> 'customMetrics'
       AND (invocation IS NULL OR NOT EXISTS (SELECT 1 FROM invocations WHERE session_Id = invocation))
       AND NOT (itemType = 'requests' AND ${isParent('items.id')})
       AND NOT (${isParent('items.parent')} AND EXISTS (SELECT 1 FROM items host WHERE host.itemType = 'requests'
         AND host.operation_Id = items.operation_Id AND host.id = items.parent AND host.session_Id IS NULL))
     LIMIT ${maxRows}`,
  );
  const children = database.prepare(
    `SELECT DISTINCT session_Id FROM items WHERE operation_Id = ? AND parent = ? AND session_Id IS NOT NULL
     LIMIT ${maxJoined}`,
  );
  const withoutSession = database.prepare(
    "SELECT 1 FROM invocations WHERE operation_Id = ? AND session_Id = ''",
  );
  const homes = database.prepare(
    `SELECT operation_Id FROM invocations WHERE session_Id = ? LIMIT ${maxJoined}`,
  );
  const hosts = database.prepare(
    `SELECT DISTINCT operation_Id FROM items WHERE invocation = ? AND session_Id IS NULL LIMIT ${maxJoined}`,
  );
  const deliveries = database.prepare(
    "SELECT count(*) AS n FROM invocations WHERE job = ? AND trigger = 'queue' AND NOT (operation_Id = ? AND session_Id = ?)",
  );
  const remove = database.prepare(
    'DELETE FROM invocations WHERE operation_Id = ? AND session_Id = ? RETURNING id',
  );
  const removeSummary = database.prepare('DELETE FROM summaries WHERE id = ?');
  const put = database.prepare(`
    INSERT INTO invocations (operation_Id, session_Id, ${invocationColumns.join(', ')})
    VALUES (?, ?, ${invocationColumns.map(() => '?').join(', ')})
    ON CONFLICT (operation_Id, session_Id) DO UPDATE SET ${invocationColumns.map((name) => `${name} = excluded.${name}`).join(', ')}
    RETURNING id`);
  const putSummary = database.prepare(
    'INSERT OR REPLACE INTO summaries (id, summary) VALUES (?, ?)',
  );

  /** Which invocations these rows change: sessions by operation, '' for rows without one. */
  const changedBy = (rows: readonly Row[]): ReadonlyMap<string, ReadonlySet<string>> => {
    const changed = new Map<string, Set<string>>();
    const joined = new Set<string>(); // sessions and invocations whose other rows were looked for
    const add = (operation: string, session: string) => {
      const sessions = changed.get(operation);
      if (sessions === undefined) changed.set(operation, new Set([session]));
      else sessions.add(session);
    };
    for (const row of rows) {
      const { itemType, operation_Id } = row;
      if (itemType === 'customMetrics' || operation_Id === '') continue; // a metric belongs to no call
      const session = sessionOf(row);
      add(operation_Id, session ?? '');
      if (session !== undefined) {
        if (withoutSession.get(operation_Id) !== undefined) add(operation_Id, '');
      } else {
        for (const parent of [
          itemType === 'requests' ? row.id : undefined,
          row.operation_ParentId,
        ]) {
          if (!parent) continue;
          for (const own of children.all(operation_Id, parent)) {
            add(operation_Id, String(own.session_Id));
          }
        }
      }
      const invocation = session ?? invocationOf(row);
      if (invocation === undefined) continue;
      const key = `${session === undefined ? 'host' : 'own'} ${invocation}`;
      if (joined.has(key)) continue;
      joined.add(key);
      if (session === undefined) {
        for (const home of homes.all(invocation)) add(String(home.operation_Id), invocation);
      } else if (homes.get(session) === undefined) {
        for (const host of hosts.all(session)) add(String(host.operation_Id), '');
      }
    }
    return changed;
  };

  /** The rows of an invocation, as far as they are summed up. */
  const rowsOf = (operationId: string, session: string): readonly Row[] => {
    const found =
      session === '' ? ofOperation.iterate(operationId) : ofSession.iterate(operationId, session);
    const rows: Row[] = [];
    let characters = 0;
    for (const { row } of found) {
      const text = String(row);
      characters += text.length;
      if (characters > maxCharacters && rows.length > 0) break;
      rows.push(JSON.parse(text) as Row); // as it was written: checked when it came
    }
    return rows;
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
    const values = toInvocationColumns(operation, rows);
    const id = put.get(operationId, session, ...invocationColumns.map((name) => values[name]))?.id;
    putSummary.run(id ?? null, JSON.stringify(operation));
    return operation;
  };

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
