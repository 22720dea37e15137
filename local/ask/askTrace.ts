import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from './row.ts';

const traceMs = 60_000;

/** An error in one line for the user. */
export class AskError extends Error {
  /** HTTP status from something other than a Callspan app; undefined without an answer. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** The rows of one invocation, once they have arrived and no more follow; throws an `AskError` when none arrive in 60 s. */
export async function readTrace(insights: string, session: string): Promise<readonly Row[]> {
  const end = Date.now() + traceMs;
  let seen = -1;
  for (;;) {
    const rows = await readRows(insights, session);
    const complete =
      rows.some(({ itemType }) => itemType === 'traces') &&
      (isFromQueue(rows) || rows.some(({ itemType }) => itemType === 'requests'));
    if ((complete && rows.length === seen) || Date.now() > end) {
      if (rows.length === 0)
        throw new AskError(`The trace did not arrive within ${traceMs / 1_000} s.`);
      return rows;
    }
    seen = rows.length;
    await sleep(500);
  }
}

/** The rows of one invocation that the local Application Insights has now; throws an `AskError` when it does not answer. */
export async function readRows(insights: string, session: string): Promise<readonly Row[]> {
  const get = async (path: string): Promise<{ items: readonly Row[] }> => {
    const response = await fetch(`${insights}${path}`, {
      signal: AbortSignal.timeout(5_000),
    }).catch(() => {
      throw new AskError(`${insights} does not answer.`);
    });
    return (await response.json()) as { items: readonly Row[] };
  };
  const { items: found } = await get(`/api/operations?q=${encodeURIComponent(session)}`);
  const operations = new Set(found.map(({ operation_Id }) => operation_Id));
  const traces = await Promise.all(Array.from(operations, (id) => get(`/api/operations/${id}`)));
  return ofSession(
    traces.flatMap(({ items }) => items),
    session,
  );
}

/**
 * The rows of one invocation among the rows of its traces, which can hold other invocations too: its own, and the
 * host's, which is the parent of its first span. When the worker sent nothing, the host's row is the one with the
 * invocation ID, which newer hosts send.
 */
export function ofSession(rows: readonly Row[], session: string): readonly Row[] {
  const own = rows.find((row) => row.session_Id === session && row.name === 'generate_completion');
  const isHosts = ({ id, customDimensions }: Row) =>
    own === undefined
      ? customDimensions['faas.invocation_id'] === session
      : id === own.operation_ParentId;
  return rows.filter(
    (row) => row.session_Id === session || (row.itemType === 'requests' && isHosts(row)),
  );
}

/** Whether the rows are of a queue message, for which the host writes no row. */
export function isFromQueue(rows: readonly Row[]): boolean {
  return rows.some(
    ({ name, customDimensions }) =>
      name === 'generate_completion' && customDimensions['faas.trigger'] === 'pubsub',
  );
}
