import { computed } from '@preact/signals';
import type { Operation } from '../../../api.ts';
import {
  type CallFilters,
  defaultFilters,
  formatFilters,
  parseFilters,
  toApiQuery,
} from '../../../view/urlState.ts';
import { navigate, query } from '../../location.ts';

/** What the list is narrowed by: the query of the URL. */
export const filters = computed(() => parseFilters(query.value.toString()));

/** Whether anything narrows the list but the usual hour. */
export const isFiltered = computed(() => formatFilters(filters.value) !== '');

/** Changes filters. A choice is a step in the history; typing replaces the step. */
export function narrow(change: Partial<CallFilters>, { replace = false } = {}): void {
  const next = formatFilters({ ...filters.value, ...change });
  navigate(next === '' ? '/calls' : `/calls?${next}`, { replace });
}

/** Takes all filters away. */
export function clearFilters(): void {
  narrow(defaultFilters);
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
