import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from './insights/row.ts';

const traceMs = 15_000;

/** What went wrong, in one line for the person who asked. */
export class AskError extends Error {}

/** The rows of one invocation, once they have come and no more follow; throws an `AskError` when none do in 15 s. */
export async function readTrace(insights: string, session: string): Promise<readonly Row[]> {
  const end = Date.now() + traceMs;
  let seen = -1;
  for (;;) {
    const rows = await readRows(insights, session);
    const complete = ['requests', 'traces'].every((table) =>
      rows.some(({ itemType }) => itemType === table),
    );
    if ((complete && rows.length === seen) || Date.now() > end) {
      if (rows.length === 0) throw new AskError(`The trace has not come in ${traceMs / 1_000} s.`);
      return rows;
    }
    seen = rows.length;
    await sleep(500);
  }
}

async function readRows(insights: string, session: string): Promise<readonly Row[]> {
  const get = async (path: string): Promise<{ items: readonly Row[] }> => {
    const response = await fetch(`${insights}${path}`, {
      signal: AbortSignal.timeout(5_000),
    }).catch(() => {
      throw new AskError(`${insights} does not answer.`);
    });
    return (await response.json()) as { items: readonly Row[] };
  };
  const { items: own } = await get(`/api/tables/dependencies?session_Id=${session}`);
  const [first] = own;
  if (first === undefined) return [];
  const { items } = await get(`/api/operations/${first.operation_Id}`);
  // A trace can hold other invocations beside this one.
  return items.filter(
    (row) => (row.session_Id ?? row.customDimensions['faas.invocation_id']) === session,
  );
}
