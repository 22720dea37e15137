import type { StoredRow } from '../../../api.ts';
import { toOperation } from '../../../store/toOperation.ts';
import { invocationOf } from '../../../view/waterfall/rowKind.ts';

/** One invocation of an operation, for the links between them. */
export interface Invocation {
  readonly session: string;
  readonly function: string;
  readonly outcome: string;
}

/** The rows of one invocation: those of its session, the host's row above them and what hangs on that; all rows without a session. */
export function rowsOfSession(
  rows: readonly StoredRow[],
  session: string | undefined,
): readonly StoredRow[] {
  if (session === undefined) return rows;
  const isOwn = (row: StoredRow) => invocationOf(row) === session;
  const parents = new Set<string | undefined>(
    rows.filter(isOwn).map((row) => row.operation_ParentId),
  );
  return rows.filter(
    (row) =>
      isOwn(row) ||
      (!row.session_Id && (parents.has(row.id) || parents.has(row.operation_ParentId))),
  );
}

/** The invocations that an operation holds, by their first row. */
export function toInvocations(rows: readonly StoredRow[]): readonly Invocation[] {
  const bySession = Map.groupBy(rows, (row) => invocationOf(row) ?? '');
  return [...bySession].flatMap(([session, own]) => {
    const summed = session === '' ? undefined : toOperation(own);
    if (summed === undefined) return [];
    return [{ session, function: summed.function ?? summed.name, outcome: summed.outcome }];
  });
}
