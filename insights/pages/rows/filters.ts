import { computed } from '@preact/signals';
import { formatRowFilters, parseRowFilters, type RowFilters } from '../../view/rowFilters.ts';
import { navigate, query } from '../location.ts';

/** What the rows are narrowed by: the query of the URL. */
export const filters = computed(() => parseRowFilters(query.value.toString()));

/** Changes filters. A choice is a step in the history; typing replaces the step. */
export function narrow(change: Partial<RowFilters>, { replace = false } = {}): void {
  const next = formatRowFilters({ ...filters.value, ...change });
  navigate(next === '' ? '/rows' : `/rows?${next}`, { replace });
}
