import type { ListedRow, ListedRows } from '../api.ts';

/** The rows that are shown, and the first page of those that the receiver has now. */
export interface FollowedRows extends ListedRows {
  readonly fresh: ListedRows | undefined;
}

/** No more are shown: for older ones there is the filter of time. */
export const mostRows = 1_000;

/** How many of the fresh rows are not shown. */
export function countNew({ items, fresh }: FollowedRows): number {
  const shown = new Set(items.map(({ seq }) => seq));
  return (fresh?.items ?? []).filter(({ seq }) => !shown.has(seq)).length;
}

/** Shows the fresh rows: above those that are shown where they meet, else in their place. */
export function showFresh(list: FollowedRows): FollowedRows {
  const { items, fresh } = list;
  if (fresh === undefined) return list;
  const { next } = fresh;
  if (next === null) return { ...fresh, fresh: undefined };
  if (fresh.items.length === 0) return { ...list, fresh: undefined }; // a search that looked no further
  const known = new Set(fresh.items.map(({ seq }) => seq));
  if (!items.some(({ seq }) => known.has(seq))) return { ...fresh, fresh: undefined };
  const older = items.filter(({ seq }) => !known.has(seq));
  return bounded({
    ...list,
    items: [...fresh.items, ...older].sort(newestFirst),
    fresh: undefined,
  });
}

/** Puts older rows below. */
export function appendRows(list: FollowedRows, { items, next }: ListedRows): FollowedRows {
  const shown = new Set(list.items.map(({ seq }) => seq));
  const added = items.filter(({ seq }) => !shown.has(seq));
  return bounded({ ...list, items: [...list.items, ...added], next });
}

function bounded(list: FollowedRows): FollowedRows {
  if (list.items.length <= mostRows) return list;
  const items = list.items.slice(0, mostRows);
  const last = items.at(-1);
  return { ...list, items, next: last === undefined ? null : `${last.timestamp}~${last.seq}` };
}

function newestFirst(a: ListedRow, b: ListedRow): number {
  if (a.timestamp === b.timestamp) return b.seq - a.seq;
  return a.timestamp < b.timestamp ? 1 : -1;
}
