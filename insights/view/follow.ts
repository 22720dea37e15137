import type { Operation } from '../api.ts';

/** What the reader of the list is doing. */
export interface Attention {
  readonly atTop: boolean;
  /** A row is selected, or has the focus. */
  readonly onRow: boolean;
  readonly paused: boolean;
  /** By something else than time, newest first: the place of a new call is the server's to say. */
  readonly sorted?: boolean;
}

/** The live list: what is shown, and what waits to be. */
export interface LiveList {
  /** Newest first, at most 2,000. */
  readonly items: readonly Operation[];
  /** New calls that are not shown: exactly how many. */
  readonly newCount: number;
  readonly attention: Attention;
  /** Whether older calls than these are on the server. */
  readonly hasOlder: boolean;
  /** New calls that are not shown, the latest 2,000 of them, each in its latest state. */
  readonly waiting: ReadonlyMap<string, Operation>;
  /** What became of shown calls while paused. */
  readonly changed: ReadonlyMap<string, Operation>;
  /** Which new calls were counted, so that none is counted twice. */
  readonly counted: ReadonlySet<string>;
}

/** No more rows are kept than these. */
export const maxItems = 2_000;
/** The local Application Insights keeps no more calls than these. */
const maxCounted = 50_000;

/** An empty list, being followed. */
export const emptyList: LiveList = {
  items: [],
  newCount: 0,
  attention: { atTop: true, onRow: false, paused: false },
  hasOlder: false,
  waiting: new Map(),
  changed: new Map(),
  counted: new Set(),
};

/** What tells one call from another. */
export function keyOf({ operation_Id, session_Id }: Operation): string {
  return JSON.stringify([operation_Id, session_Id]);
}

/** Whether new calls are shown as they come: newest first, at the top, with no row selected or focused, and not paused. */
export function isFollowing({ attention: { atTop, onRow, paused, sorted } }: LiveList): boolean {
  return atTop && !onRow && !paused && sorted !== true;
}

/** The list as the server gives it, in place of what there was. */
export function replaceAll(
  { attention }: LiveList,
  items: readonly Operation[],
  hasOlder: boolean,
): LiveList {
  return bounded({ ...emptyList, attention, items, hasOlder });
}

/**
 * Takes what came live. A call that is shown changes in its place (when paused, later); a new one is shown when the list
 * is being followed, else counted, once. A change of a call that is further down than the list goes is left to the server.
 */
export function receive(list: LiveList, changes: readonly Operation[]): LiveList {
  const items = [...list.items];
  const indexes = new Map(items.map((item, index) => [keyOf(item), index]));
  const waiting = new Map(list.waiting);
  const changed = new Map(list.changed);
  const counted = new Set(list.counted);
  let { newCount } = list;
  for (const change of changes) {
    const key = keyOf(change);
    const index = indexes.get(key);
    const known =
      changed.get(key) ?? waiting.get(key) ?? (index === undefined ? undefined : items[index]);
    if (known !== undefined && known.seq >= change.seq) continue;
    if (index !== undefined) {
      if (list.attention.paused) changed.set(key, change);
      else items[index] = change;
    } else if (counted.has(key)) {
      if (waiting.has(key)) waiting.set(key, change);
    } else if (!isBelow(change, list)) {
      waiting.set(key, change);
      counted.add(key);
      newCount++;
    }
  }
  dropFirst(waiting, maxItems);
  dropFirst(counted, maxCounted);
  const next = { ...list, items, waiting, changed, counted, newCount };
  return isFollowing(list) ? showNew(next) : next;
}

/** Takes what the reader does now. Back at the top, or on again after a pause, nothing is missing. */
export function attend(list: LiveList, attention: Attention): LiveList {
  const next = { ...list, attention };
  if (isFollowing(next)) return showNew(next);
  return attention.paused ? next : withChanges(next);
}

/** Shows the new calls, each in its place by time; rows that were there keep their order. */
export function showNew(list: LiveList): LiveList {
  if (list.newCount === 0 && list.changed.size === 0) return list;
  const fresh = [...list.waiting.values()].sort(newestFirst);
  const items: Operation[] = [];
  for (const shown of withChanges(list).items) {
    for (let next = fresh[0]; next && next.timestamp >= shown.timestamp; next = fresh[0]) {
      items.push(next);
      fresh.shift();
    }
    items.push(shown);
  }
  items.push(...fresh);
  const hasOlder = list.hasOlder || list.newCount > list.waiting.size;
  const { waiting, changed, counted } = emptyList;
  return bounded({ ...list, items, hasOlder, newCount: 0, waiting, changed, counted });
}

/** Puts older calls below, as far as there is room; `hasOlder` says whether the server has more. */
export function appendOlder(
  list: LiveList,
  older: readonly Operation[],
  hasOlder: boolean,
): LiveList {
  const shown = new Set(list.items.map(keyOf));
  const added = older.filter((item) => !shown.has(keyOf(item)) && !list.counted.has(keyOf(item)));
  return bounded({ ...list, items: [...list.items, ...added], hasOlder });
}

function bounded(list: LiveList): LiveList {
  const { items } = list;
  if (items.length <= maxItems) return list;
  return { ...list, items: items.slice(0, maxItems), hasOlder: true };
}

function withChanges(list: LiveList): LiveList {
  if (list.changed.size === 0) return list;
  const items = list.items.map((item) => list.changed.get(keyOf(item)) ?? item);
  return { ...list, items, changed: emptyList.changed };
}

function isBelow({ timestamp }: Operation, { items, hasOlder, attention }: LiveList): boolean {
  const last = items.at(-1);
  return hasOlder && attention.sorted !== true && last !== undefined && timestamp < last.timestamp;
}

function newestFirst(a: Operation, b: Operation): number {
  return a.timestamp < b.timestamp ? 1 : a.timestamp > b.timestamp ? -1 : 0;
}

function dropFirst(from: Map<string, unknown> | Set<string>, size: number): void {
  for (const key of from.keys()) {
    if (from.size <= size) return;
    from.delete(key);
  }
}
