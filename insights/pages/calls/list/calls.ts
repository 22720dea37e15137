import { batch, computed, signal } from '@preact/signals';
import type { LiveEvent, Operation } from '../../../api.ts';
import * as follow from '../../../view/follow.ts';
import { type CallFilters, formatFilters, isSorted } from '../../../view/urlState.ts';
import { RequestFailed } from '../../request.ts';
import { acceptsByTime } from '../filters/filters.ts';
import { askForCalls, askForChanges, askWhetherThere } from './askForCalls.ts';

// The calls that the filters let through, kept up to date. The document has one such list: it stays while another page is open.

/** The calls that are here, and those that wait above them. */
export const list = signal<follow.LiveList>(follow.emptyList);
/** The filters that `list` is of; undefined before the first answer. */
export const shown = signal<CallFilters | undefined>(undefined);
/** Whether a list is loading. */
export const loading = signal(false);
/** The error of the last question. */
export const error = signal<RequestFailed | undefined>(undefined);
/** Grows with each change that may concern the totals. */
export const changes = signal(0);
/** Whether new calls are shown as they come. */
export const following = computed(() => follow.isFollowing(list.value));

const pageSize = 100;
let wanted: CallFilters | undefined;
let firstPage = pageSize;
let controller = new AbortController();
let cursor: string | null = null;
let loadingOlder = false;
/** The receiver's newest change; undefined while nobody listens. */
let told: number | undefined;
/** The newest change that the list holds. */
let seen = 0;
let catchingUp = false;

/** Shows the calls that these filters let through, the first `count` of them; whether these are others than before. */
export function show(filters: CallFilters, count = pageSize): boolean {
  if (wanted !== undefined && formatFilters(wanted) === formatFilters(filters)) return false;
  wanted = filters;
  firstPage = count;
  void load();
  return true;
}

/** Stops listening: the next event starts with a question. */
export function leave(): void {
  told = undefined;
  abort();
  loading.value = false;
}

/** Takes an event of the receiver. */
export function take(event: LiveEvent): void {
  const isNext = seen === told && !loading.value && !catchingUp;
  told = event.seq;
  if (wanted === undefined || shown.value !== wanted) {
    if (event.reset || !loading.value) void load();
    return;
  }
  if (event.reset) {
    void startAnew();
    return;
  }
  const isKnown = knows();
  const accepts = acceptsByTime(wanted);
  if (isNext && accepts) {
    put(event.items.filter((item) => accepts(item) || isKnown(item)));
    seen = told;
  } else {
    // A shown row changes even when the filters no longer accept it: no row leaves while it is read.
    put(event.items.filter(isKnown));
    void catchUp();
  }
}

/** Takes what the reader does, which decides whether the list stands still. */
export function attend(change: Partial<follow.Attention>): void {
  const { attention } = list.value;
  const next = { ...attention, ...change };
  const isSame =
    next.atTop === attention.atTop &&
    next.onRow === attention.onRow &&
    next.paused === attention.paused;
  if (!isSame) list.value = follow.attend(list.value, next);
}

/** Shows the calls that wait; in a sorted list they may be anywhere, so it is asked for again. */
export function showNew(): void {
  if (list.value.attention.sorted) void load();
  else list.value = follow.showNew(list.value);
}

/** Asks for the calls below the last one. Never rejects. */
export async function loadOlder(): Promise<void> {
  if (loadingOlder || loading.value || cursor === null || wanted === undefined) return;
  if (list.value.items.length >= follow.maxItems) return;
  loadingOlder = true;
  const { signal } = controller;
  try {
    const page = await askForCalls(wanted, { limit: pageSize, before: cursor }, signal);
    if (signal.aborted) return;
    cursor = page.next;
    list.value = follow.appendOlder(list.value, page.items, page.next !== null);
  } catch {
    // Asked for again with the next scrolling; the banner says when the receiver is away.
  } finally {
    loadingOlder = false;
  }
}

async function load(): Promise<void> {
  if (wanted === undefined || told === undefined) return;
  const { signal } = abort();
  const filters = wanted;
  const from = told;
  loading.value = true;
  try {
    const page = await askForCalls(filters, { limit: firstPage }, signal);
    batch(() => {
      const attention = { ...list.value.attention, sorted: isSorted(filters) };
      const before = { ...list.value, attention };
      list.value = follow.replaceAll(before, page.items, page.next !== null);
      shown.value = filters;
      error.value = undefined;
      loading.value = false;
      changes.value += 1;
    });
    cursor = page.next;
    firstPage = pageSize;
    seen = from;
    void catchUp();
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof RequestFailed)) return;
    batch(() => {
      error.value = thrown;
      loading.value = false;
    });
  }
}

/** Asks for what changed since, by the filters that only the receiver can apply. */
async function catchUp(): Promise<void> {
  if (catchingUp || loading.value) return;
  catchingUp = true;
  const { signal } = controller;
  try {
    while (told !== undefined && seen < told && wanted !== undefined && !signal.aborted) {
      const to = told;
      const items = await askForChanges(wanted, seen, signal);
      if (items === undefined) {
        void load();
        break;
      }
      put(items);
      seen = to;
    }
  } catch {
    // The receiver is away, or the list is loaded again: the next event comes here again.
  } finally {
    catchingUp = false;
  }
}

/** Events no longer follow on from the list. A list that is being read stays if its calls still exist. */
async function startAnew(): Promise<void> {
  const [first] = list.value.items;
  const { signal } = controller;
  const isBehind = told !== undefined && told >= seen;
  if (first !== undefined && isBehind && !loading.value && !following.value) {
    const isThere = await askWhetherThere(first, signal).catch(() => false);
    if (signal.aborted) return;
    if (isThere) return catchUp();
  }
  return load();
}

/** Ends the open questions; gives the controller of the next ones. */
function abort(): AbortController {
  controller.abort();
  controller = new AbortController();
  return controller;
}

function put(items: readonly Operation[]): void {
  if (items.length === 0) return;
  batch(() => {
    list.value = follow.receive(list.value, items);
    changes.value += 1;
  });
}

/** Whether a call is shown or waits to be. */
function knows(): (item: Operation) => boolean {
  const { items, counted } = list.value;
  const keys = new Set(items.map(follow.keyOf));
  return (item) => keys.has(follow.keyOf(item)) || counted.has(follow.keyOf(item));
}
