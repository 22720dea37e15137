import { computed } from '@preact/signals';
import {
  type CallFilters,
  defaultFilters,
  formatFilters,
  parseFilters,
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
