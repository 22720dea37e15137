import type { StoredRow } from '../../../api.ts';
import { toOperation } from '../../../store/toOperation.ts';
import { invocationOf } from '../../../view/waterfall/rowKind.ts';

/** One invocation of an operation, for the links between them. */
export interface Invocation {
  readonly session: string;
  readonly function: string;
  readonly outcome: string;
}

/** The rows of one invocation: those of its session, and the host's row that names it; all rows without a session. */
export function rowsOfSession(
  rows: readonly StoredRow[],
  session: string | undefined,
): readonly StoredRow[] {
  return session === undefined ? rows : rows.filter((row) => invocationOf(row) === session);
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
