import type { DatabaseSync } from 'node:sqlite';
import type { Row } from '../../row.ts';
import { invocationOf, sessionOf } from './keys.ts';

/** One batch brings no more invocations that others' rows belong to: a foreign app may give all of them one ID. */
const maxJoined = 100;

/** Finds which invocations rows change: sessions by operation, '' for rows without one. */
export function createChangeFinder(
  database: DatabaseSync,
): (rows: readonly Row[]) => ReadonlyMap<string, ReadonlySet<string>> {
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

  return (rows) => {
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
      let belongs = session !== undefined;
      if (session !== undefined) add(operation_Id, session);
      else {
        for (const parent of [
          itemType === 'requests' ? row.id : undefined,
          row.operation_ParentId,
        ]) {
          if (!parent) continue;
          for (const own of children.all(operation_Id, parent)) {
            add(operation_Id, String(own.session_Id));
            belongs ||= parent === row.id;
          }
        }
      }
      // What belongs to a session may have been an item of its own before.
      if (!belongs || withoutSession.get(operation_Id) !== undefined) add(operation_Id, '');
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
}
