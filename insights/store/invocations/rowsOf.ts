import type { DatabaseSync } from 'node:sqlite';
import type { Row } from '../../row.ts';
import { toRow } from '../database/toRow.ts';

/** A trace of more is summed up from its first rows: each batch of it would read all of it again. */
const maxRows = 1_000;
const maxCharacters = 64 * 1024 * 1024;
/** A span at the top: it may come after more rows than are read, and says what the whole is called. */
const isTop = "(parent IS NULL AND +itemType IN ('requests', 'dependencies'))";

/** Reads the rows of an invocation, as far as they are summed up; its session is '' for rows without one. */
export function createInvocationReader(
  database: DatabaseSync,
): (operationId: string, session: string) => readonly Row[] {
  // A host row without a session belongs to the invocation whose rows it is the parent of, and so does what hangs on it;
  // else to the invocation that it names, once that has rows of its own.
  const ofSession = database.prepare(
    `WITH hosts AS (SELECT DISTINCT host.id FROM items own JOIN items host
         ON host.itemType = 'requests' AND host.operation_Id = own.operation_Id AND host.id = own.parent
       WHERE own.operation_Id = ?1 AND own.session_Id = ?2 AND host.session_Id IS NULL)
     SELECT row, genAi FROM items WHERE operation_Id = ?1 AND session_Id = ?2 AND ${isTop}
     UNION ALL SELECT row, genAi FROM items WHERE operation_Id = ?1 AND session_Id = ?2 AND NOT ${isTop}
     UNION ALL SELECT row, genAi FROM items INDEXED BY requests_by_id
       WHERE operation_Id = ?1 AND itemType = 'requests' AND session_Id IS NULL AND id IN hosts
     UNION ALL SELECT row, genAi FROM items
       WHERE operation_Id = ?1 AND session_Id IS NULL AND parent IN hosts AND itemType <> 'customMetrics'
     UNION ALL SELECT row, genAi FROM items WHERE invocation = ?2 AND session_Id IS NULL
       AND NOT (operation_Id = ?1 AND (ifnull(id, '') IN hosts OR ifnull(parent, '') IN hosts)) LIMIT ${maxRows}`,
  );
  const isParent = (id: string) =>
    `EXISTS (SELECT 1 FROM items own WHERE own.operation_Id = items.operation_Id AND own.parent = ${id}
       AND own.session_Id IS NOT NULL)`;
  const isOfOperation = `session_Id IS NULL AND itemType <> 'customMetrics'
       AND (invocation IS NULL OR NOT EXISTS (SELECT 1 FROM invocations WHERE session_Id = invocation))
       AND NOT (itemType = 'requests' AND ${isParent('items.id')})
       AND NOT (${isParent('items.parent')} AND EXISTS (SELECT 1 FROM items host WHERE host.itemType = 'requests'
         AND host.operation_Id = items.operation_Id AND host.id = items.parent AND host.session_Id IS NULL))`;
  const ofOperation = database.prepare(
    `SELECT row, genAi FROM items WHERE operation_Id = ?1 AND ${isTop} AND ${isOfOperation}
     UNION ALL SELECT row, genAi FROM items WHERE operation_Id = ?1 AND NOT ${isTop} AND ${isOfOperation}
     LIMIT ${maxRows}`,
  );
  return (operationId, session) => {
    const found =
      session === '' ? ofOperation.iterate(operationId) : ofSession.iterate(operationId, session);
    const rows: Row[] = [];
    let characters = 0;
    for (const kept of found) {
      characters += String(kept.row).length;
      if (characters > maxCharacters && rows.length > 0) break;
      rows.push(toRow(kept));
    }
    return rows;
  };
}
