import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Row } from '../../row.ts';
import { toRow } from '../database/toRow.ts';

/** A trace of more is summed up from its first rows: each batch of it would read all of it again. */
const maxRows = 1_000;
const maxCharacters = 64 * 1024 * 1024;
/** Rows of a longer trace that may be its root. */
const maxTops = 50;

type Kept = Record<string, SQLOutputValue>;

/** Reads the rows of an invocation, as far as they are summed up; its session is '' for rows without one. */
export function createInvocationReader(
  database: DatabaseSync,
): (operationId: string, session: string) => readonly Row[] {
  const readSession = createSessionReader(database);
  const readRest = createRestReader(database);
  const readTops = createTopsReader(database);
  return (operationId, session) => {
    const read = session === '' ? readRest(operationId) : readSession(operationId, session);
    const found = new Map<unknown, Kept>();
    let characters = 0;
    for (const kept of read) {
      characters += String(kept.row).length + String(kept.genAi ?? '').length;
      const isFull = found.size >= maxRows || (characters > maxCharacters && found.size > 0);
      if (isFull) {
        for (const top of readTops(operationId, session)) found.set(top.seq, top);
        break;
      }
      found.set(kept.seq, kept);
    }
    return Array.from(found.values(), toRow);
  };
}

/**
 * Rows of a session within an operation. A host row without a session belongs to the invocation whose rows it is the parent of, and so
 * does what hangs on it; else to the invocation that it names, once that has rows of its own.
 */
function createSessionReader(
  database: DatabaseSync,
): (operationId: string, session: string) => Generator<Kept> {
  const own = database.prepare(
    'SELECT seq, id, parent, row, genAi FROM items WHERE session_Id = ? AND operation_Id = ?',
  );
  const host = database.prepare(
    `SELECT seq, id, row, genAi FROM items INDEXED BY requests_by_operation
     WHERE operation_Id = ? AND id = ? AND itemType = 'requests' AND session_Id IS NULL LIMIT ${maxTops}`,
  );
  const beneath = database.prepare(
    `SELECT seq, row, genAi FROM items INDEXED BY items_by_operation
     WHERE operation_Id = ? AND parent = ? AND session_Id IS NULL AND itemType <> 'customMetrics'`,
  );
  const named = database.prepare(
    'SELECT seq, row, genAi FROM items WHERE invocation = ? AND session_Id IS NULL',
  );
  return function* (operationId, session) {
    const ids = new Set<SQLOutputValue | undefined>([null]);
    const parents = new Set<SQLOutputValue>();
    for (const kept of own.iterate(session, operationId)) {
      ids.add(kept.id);
      parents.add(kept.parent ?? null);
      yield kept;
    }
    for (const parent of parents) {
      if (ids.has(parent)) continue;
      for (const kept of host.all(operationId, parent)) {
        yield kept;
        yield* beneath.iterate(operationId, kept.id ?? null);
      }
    }
    yield* named.iterate(session);
  };
}

/** The other rows of an operation: those without a session that belong to no invocation. */
function createRestReader(database: DatabaseSync): (operationId: string) => Iterable<Kept> {
  const isParent = (id: string) =>
    `EXISTS (SELECT 1 FROM items own WHERE own.operation_Id = items.operation_Id AND own.parent = ${id}
       AND own.session_Id IS NOT NULL)`;
  const rest = database.prepare(
    `SELECT seq, row, genAi FROM items WHERE operation_Id = ? AND session_Id IS NULL AND itemType <> 'customMetrics'
       AND (invocation IS NULL OR NOT EXISTS (SELECT 1 FROM invocations WHERE session_Id = invocation))
       AND NOT (itemType = 'requests' AND ${isParent('items.id')})
       AND NOT (${isParent('items.parent')} AND EXISTS (SELECT 1 FROM items host WHERE host.itemType = 'requests'
         AND host.operation_Id = items.operation_Id AND host.id = items.parent AND host.session_Id IS NULL))`,
  );
  return (operationId) => rest.iterate(operationId);
}

/**
 * Rows that may be the root of an operation with more rows than are read: those that name no parent, and requests, whose parent may be
 * somebody else's.
 */
function createTopsReader(
  database: DatabaseSync,
): (operationId: string, session: string) => Generator<Kept> {
  const isOf = "ifnull(session_Id, '') = ?2 AND +itemType IN ('requests', 'dependencies')";
  const noParent = ['parent IS NULL', 'parent = ?1'].map((is) =>
    database.prepare(
      `SELECT seq, row, genAi FROM items INDEXED BY items_by_operation
       WHERE operation_Id = ?1 AND ${is} AND ${isOf} LIMIT ${maxTops}`,
    ),
  );
  const requests = database.prepare(
    `SELECT seq, row, genAi FROM items INDEXED BY requests_by_operation
     WHERE operation_Id = ?1 AND itemType = 'requests' AND ifnull(session_Id, '') = ?2 LIMIT ${maxTops}`,
  );
  return function* (operationId, session) {
    for (const tops of [...noParent, requests]) yield* tops.all(operationId, session);
  };
}
