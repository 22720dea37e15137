import { useEffect, useState } from 'preact/hooks';
import type { Operation, OperationList } from '../../api.ts';
import { keepAsking } from '../keepAsking.ts';
import { getJson } from '../request.ts';

/** Calls of one session, job or conversation. */
export interface Calls {
  /** Newest first; undefined until the first answer. */
  readonly items: readonly Operation[] | undefined;
  /** Whether older ones are not among them. */
  readonly hasMore: boolean;
  /** Whether more may still come. */
  readonly live: boolean;
  /** Takes in older ones. */
  showMore(): void;
}

const pageLength = 200;
/** After so long without a change, no more is awaited. */
const liveMs = 30_000;

/** The calls that one filter lets through, kept up to date while the tab is seen until 30 s after the last change. */
export function useCalls(name: 'session' | 'job' | 'conversation', value: string): Calls {
  const [found, setFound] = useState<Pick<Calls, 'items' | 'live'> & { next: string | null }>({
    items: undefined,
    live: true,
    next: null,
  });
  const [pages, setPages] = useState(1);
  useEffect(() => {
    let known = '';
    let changedAt = Date.now();
    return keepAsking(async (signal) => {
      const list = await readPages(name, value, pages, signal);
      if (signal.aborted) return false;
      const state = list?.items.map(({ seq }) => seq).join();
      if (state !== undefined && state !== known) {
        known = state;
        changedAt = Date.now();
      }
      const live = Date.now() - changedAt < liveMs;
      setFound((before) => ({ ...before, ...list, live }));
      return list === undefined || live;
    });
  }, [name, value, pages]);
  return {
    items: found.items,
    hasMore: found.next !== null,
    live: found.live,
    showMore: () => setPages(pages + 1),
  };
}

async function readPages(
  name: string,
  value: string,
  pages: number,
  signal: AbortSignal,
): Promise<OperationList | undefined> {
  const items: Operation[] = [];
  let next: string | null = null;
  for (let page = 0; page < pages && (page === 0 || next !== null); page++) {
    const asked = new URLSearchParams({ [name]: value, limit: `${pageLength}` });
    if (next !== null) asked.set('before', next);
    const list = await getJson<OperationList>(`/api/operations?${asked}`, signal).catch(() => {});
    if (list === undefined) return undefined;
    items.push(...list.items);
    next = list.next;
  }
  return { items, next };
}
