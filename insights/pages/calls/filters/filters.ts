import { computed } from '@preact/signals';
import type { Operation } from '../../../api.ts';
import {
  type CallFilters,
  defaultFilters,
  formatFilters,
  parseFilters,
  sorts,
  toApiQuery,
} from '../../../view/urlState.ts';
import { navigate, query } from '../../location.ts';

/** What the list is narrowed by: the query of the URL. */
export const filters = computed(() => parseFilters(query.value.toString()));

/** Whether anything narrows the list but the usual hour. */
export const isFiltered = computed(
  () => formatFilters({ ...filters.value, sort: '', order: '' }) !== '',
);

/** Changes filters. A choice is a step in the history; typing replaces the step. */
export function narrow(change: Partial<CallFilters>, { replace = false } = {}): void {
  const next = formatFilters({ ...filters.value, ...change });
  navigate(next === '' ? '/calls' : `/calls?${next}`, { replace });
}

/** Sorts the list by a column: the largest first, then turned round, then by time again. */
export function sortBy(sort: CallFilters['sort']): void {
  const { sort: now, order } = filters.value;
  if (sort !== now) narrow({ sort, order: '' });
  else if (order === '') narrow({ order: 'asc' });
  else narrow({ sort: '', order: '' });
}

/** Sorts by the next column. */
export function sortByNext(): void {
  const next = sorts[(sorts.indexOf(filters.value.sort) + 1) % sorts.length];
  narrow({ sort: next ?? '', order: '' });
}

/** Turns the order round. */
export function reverse(): void {
  narrow({ order: filters.value.order === '' ? 'asc' : '' });
}

/** Takes all filters away; the order stays. */
export function clearFilters(): void {
  const { sort, order } = filters.value;
  narrow({ ...defaultFilters, sort, order });
}

/**
 * Whether the filters let a call through, when only its time and `all` decide; undefined when they look at more, which is the
 * receiver's to judge.
 */
export function acceptsByTime(filters: CallFilters): ((call: Operation) => boolean) | undefined {
  const { range, from, to, all } = filters;
  const byTime = { ...defaultFilters, range, from, to, all };
  const isByTime = formatFilters(filters) === formatFilters(byTime);
  if (!isByTime) return undefined;
  const asked = new URLSearchParams(toApiQuery(filters, Date.now()));
  const [after, before] = [asked.get('from') ?? '', asked.get('to')];
  return ({ timestamp, isCall }) =>
    (isCall || all === '1') && timestamp >= after && (before === null || timestamp < before);
}
