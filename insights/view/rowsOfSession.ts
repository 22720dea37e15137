import type { Row } from '../row.ts';
import { invocationOf } from './waterfall/rowKind.ts';

/** The rows of one invocation: those of its session, the host's row above them and what hangs on that; all rows without a session. */
export function rowsOfSession<T extends Row>(
  rows: readonly T[],
  session: string | undefined,
): readonly T[] {
  if (session === undefined) return rows;
  const isOwn = (row: T) => invocationOf(row) === session;
  const parents = new Set<string | undefined>(
    rows.filter(isOwn).map((row) => row.operation_ParentId),
  );
  return rows.filter(
    (row) =>
      isOwn(row) ||
      (!row.session_Id && (parents.has(row.id) || parents.has(row.operation_ParentId))),
  );
}
