import { signal } from '@preact/signals';
import type { ListedRows } from '../../api.ts';
import { formatRowFilters, type RowFilters, toRowsQuery } from '../../view/rowFilters.ts';
import { appendRows, type FollowedRows, mostRows, showFresh } from '../../view/rowsFollow.ts';
import { getJson, RequestFailed } from '../request.ts';

// The rows that the filters let through. The document has one such list: it stays while a call is open.

/** The rows; undefined before the first answer. */
export const list = signal<FollowedRows | undefined>(undefined);
/** Whether rows are asked for that the reader waits for. */
export const loading = signal(false);
/** The error of the last question. */
export const error = signal<RequestFailed | undefined>(undefined);
/** Whether the page stands still; the receiver goes on. */
export const paused = signal(false);

const pageSize = 100;
/** A search goes on by itself until it has filled a screen, or has looked at so many parts. */
const enough = 40;
const mostParts = 10;
let shown: RowFilters | undefined;
let controller = new AbortController();

/** Shows the rows that these filters let through. */
export async function show(filters: RowFilters): Promise<void> {
  if (shown !== undefined && formatRowFilters(shown) === formatRowFilters(filters)) return;
  const isAnother = shown !== undefined;
  shown = filters;
  controller.abort();
  controller = new AbortController();
  loading.value = false;
  await attempt(async (signal) => {
    const page = await ask(filters, '', signal);
    list.value = { ...page, fresh: undefined };
    if (isAnother) scrollTo(0, 0);
    await fill(filters, page.items.length, signal);
  });
}

/** Asks for rows below the last one. */
export async function loadOlder(): Promise<void> {
  const filters = shown;
  if (loading.value || filters === undefined) return;
  await attempt((signal) => fill(filters, -1, signal));
}

/** Asks what is new, and shows it when `follow` says so. Never rejects. */
export async function refresh(follow: () => boolean, signal: AbortSignal): Promise<void> {
  const filters = shown;
  if (filters === undefined || loading.value) return;
  try {
    const fresh = await ask(filters, '', signal);
    if (signal.aborted || filters !== shown || list.value === undefined) return;
    const next = { ...list.value, fresh };
    list.value = follow() ? showFresh(next) : next;
  } catch {
    // Asked again in a moment; the banner says when the receiver is away.
  }
}

/** Shows what is new. */
export function showNew(): void {
  if (list.value !== undefined) list.value = showFresh(list.value);
}

/** Asks on from the last row until there are enough; `had` rows came with the first question, -1 asks in any case. */
async function fill(filters: RowFilters, had: number, signal: AbortSignal): Promise<void> {
  let found = had;
  for (let part = 0; part < mostParts && found < enough; part++) {
    const { value } = list;
    if (value === undefined || value.next === null || value.items.length >= mostRows) return;
    const older = await ask(filters, value.next, signal);
    if (signal.aborted) return;
    list.value = appendRows(list.value ?? value, older);
    found = Math.max(0, found) + older.items.length;
  }
}

async function attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { signal } = controller;
  loading.value = true;
  try {
    await work(signal);
    error.value = undefined;
  } catch (thrown) {
    if (!signal.aborted && thrown instanceof RequestFailed) error.value = thrown;
  } finally {
    if (!signal.aborted) loading.value = false;
  }
}

function ask(filters: RowFilters, before: string, signal: AbortSignal): Promise<ListedRows> {
  const query = new URLSearchParams(toRowsQuery(filters, Date.now()));
  query.set('limit', `${pageSize}`);
  if (before !== '') query.set('before', before);
  return getJson<ListedRows>(`/api/rows?${query}`, signal);
}
