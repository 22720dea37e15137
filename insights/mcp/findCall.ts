import * as z from 'zod';
import type { OperationList } from '../api.ts';
import { formatCount } from '../format.ts';
import type { Row } from '../row.ts';
import { rowsOfSession } from '../view/rowsOfSession.ts';
import type { McpSources } from './sources.ts';

/** How a tool is told which call. */
export const callSchema = {
  id: z
    .string()
    .min(1)
    .max(500)
    .describe('operation_Id of the call, or its session_Id (x-request-id)'),
  session: z
    .string()
    .max(500)
    .optional()
    .describe('session_Id, for an operation in which several calls ran'),
};

/** A call, and what there is of it. */
export interface FoundCall {
  readonly operation_Id: string;
  readonly session_Id: string | undefined;
  readonly rows: readonly Row[];
  /** Whether it has more rows than these. */
  readonly more: boolean;
}

/** Finds a call by its operation or its session; undefined when neither is here. */
export function findCall(
  { id, session }: { id: string; session?: string | undefined },
  sources: McpSources,
): FoundCall | undefined {
  const found = (operation_Id: string, session_Id: string | undefined) => {
    const { items, more } = sources.rows(operation_Id);
    const rows = rowsOfSession(items, session_Id);
    return rows.length === 0 ? undefined : { operation_Id, session_Id, rows, more };
  };
  const byOperation = found(id, session);
  if (byOperation !== undefined) return byOperation;
  const query = new URLSearchParams({ session: id, limit: '1' });
  const { body } = sources.read(`/api/operations?${query}`);
  const [call] = (body as OperationList).items;
  return call && found(call.operation_Id, id);
}

/** What to say when there is none. */
export const noCall =
  'No such call is here: it was removed, or never came. list_calls gives the operation_Id of those that are; telemetry comes up to some seconds after its call.';

/** What to say of one with more rows than can be read at once. */
export function saidOfMore({ rows, more }: FoundCall): string {
  return more
    ? ` Only its first ${formatCount(rows.length)} rows were read: query gives the others.`
    : '';
}
