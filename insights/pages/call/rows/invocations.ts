import type { StoredRow } from '../../../api.ts';
import { toOperation } from '../../../store/toOperation.ts';
import { invocationOf } from '../../../view/waterfall/rowKind.ts';

/** One invocation of an operation, for the links between them. */
export interface Invocation {
  readonly session: string;
  readonly function: string;
  readonly outcome: string;
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
