import { useEffect, useState } from 'preact/hooks';
import type { Operation, OperationList } from '../../api.ts';
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
const everyMs = 1_000;
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
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known = '';
    let changedAt = Date.now();
    const ask = async () => {
      if (!document.hidden) {
        const list = await readPages(name, value, pages, controller.signal);
        if (controller.signal.aborted) return;
        const state = list?.items.map(({ seq }) => seq).join();
        if (state !== undefined && state !== known) {
          known = state;
          changedAt = Date.now();
        }
        const live = Date.now() - changedAt < liveMs;
        setFound((before) => ({ ...before, ...list, live }));
        if (list !== undefined && !live) return;
      }
      timer = setTimeout(ask, everyMs);
    };
    void ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
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
