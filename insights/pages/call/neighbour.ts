import type { Operation, OperationList } from '../../api.ts';
import { parseFilters, toApiQuery } from '../../view/urlState.ts';
import { listHref } from '../backToList.tsx';
import { callHref, navigate } from '../location.ts';
import { getJson } from '../request.ts';
import { copyNote } from '../text/copy.tsx';

/** Which call is open. */
export interface OpenCall {
  readonly operation: string;
  readonly session: string | undefined;
  readonly timestamp: string;
}

/** How far after a call the next one is looked for, in ms: the list can only be asked for its newest. */
const windows = [10_000, 10 * 60_000, 24 * 60 * 60_000, Number.POSITIVE_INFINITY];
const atOnce = '200';

/** Goes to the call after or before the open one, in the list that it was opened from; says so when there is none. */
export function goToNeighbour(direction: 'newer' | 'older', open: OpenCall): void {
  neighbourHref(direction, open)
    .then((href) => {
      if (href !== undefined) navigate(href, { replace: true });
      else copyNote.value = `This is the ${direction === 'newer' ? 'newest' : 'oldest'} call`;
    })
    .catch(() => {}); // the banner says that the receiver is lost
}

async function neighbourHref(
  direction: 'newer' | 'older',
  open: OpenCall,
): Promise<string | undefined> {
  const found = direction === 'older' ? await findOlder(open) : await findNewer(open);
  return found && callHref(found);
}

async function findOlder(open: OpenCall): Promise<Operation | undefined> {
  const to = new Date(Date.parse(open.timestamp) + 1).toISOString();
  const items = await ask({ to, limit: atOnce });
  return items[items.findIndex((each) => isOpen(each, open)) + 1];
}

async function findNewer(open: OpenCall): Promise<Operation | undefined> {
  for (const ms of windows) {
    const until = Date.parse(open.timestamp) + ms;
    const to = Number.isFinite(until) ? { to: new Date(until).toISOString() } : {};
    const items = await ask({ from: open.timestamp, ...to, limit: atOnce });
    const at = items.findIndex((each) => isOpen(each, open));
    const found = at === -1 ? items.at(-1) : items[at - 1];
    if (found !== undefined) return found;
  }
  return undefined;
}

async function ask(page: Readonly<Record<string, string>>): Promise<readonly Operation[]> {
  const filters = parseFilters(new URL(listHref(), location.origin).search);
  const byTime = { ...filters, sort: '', order: '' } as const;
  const asked = new URLSearchParams(toApiQuery(byTime, Date.now()));
  for (const [name, value] of Object.entries(page)) asked.set(name, value);
  const { items } = await getJson<OperationList>(`/api/operations?${asked}`);
  return items;
}

function isOpen(each: Operation, { operation, session }: OpenCall): boolean {
  return each.operation_Id === operation && (session === undefined || each.session_Id === session);
}
