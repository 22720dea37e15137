import type { Operation, OperationList } from '../../../api.ts';
import { type CallFilters, toApiQuery } from '../../../view/urlState.ts';
import { getJson } from '../../request.ts';

const atOnce = 1_000;
const maxPages = 10;

/** Asks for a page of the calls that the filters let through, `before` being `next` of the page before. Rejects as `getJson`. */
export function askForCalls(
  filters: CallFilters,
  page: { limit: number; before?: string; changedSince?: number },
  signal: AbortSignal,
): Promise<OperationList> {
  const query = new URLSearchParams(toApiQuery(filters, Date.now()));
  for (const [name, value] of Object.entries(page)) query.set(name, `${value}`);
  return getJson<OperationList>(`/api/operations?${query}`, signal);
}

/** Asks for all of those that changed after `since`; undefined when they are more than 10,000. Rejects as `getJson`. */
export async function askForChanges(
  filters: CallFilters,
  since: number,
  signal: AbortSignal,
): Promise<readonly Operation[] | undefined> {
  const changes: Operation[] = [];
  let before: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const asked = { limit: atOnce, changedSince: since, ...(before !== null && { before }) };
    const { items, next }: OperationList = await askForCalls(filters, asked, signal);
    changes.push(...items);
    if (next === null) return changes;
    before = next;
  }
  return undefined;
}

/** Asks whether the receiver still has a call. Rejects as `getJson`. */
export async function askWhetherThere(call: Operation, signal: AbortSignal): Promise<boolean> {
  const query = new URLSearchParams({ q: call.operation_Id, limit: '1' });
  const { items } = await getJson<OperationList>(`/api/operations?${query}`, signal);
  return items.length > 0;
}
