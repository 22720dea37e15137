import type { Operation } from '../../../api.ts';
import {
  type CallFilters,
  defaultFilters,
  formatFilters,
  toApiQuery,
} from '../../../view/urlState.ts';

/**
 * Whether the filters let a call through, when only its time decides; undefined when they look at more, which is the
 * receiver's to judge.
 */
export function acceptsByTime(filters: CallFilters): ((call: Operation) => boolean) | undefined {
  const { range, from, to } = filters;
  const isByTime = formatFilters(filters) === formatFilters({ ...defaultFilters, range, from, to });
  if (!isByTime) return undefined;
  const asked = new URLSearchParams(toApiQuery(filters, Date.now()));
  const [after, before] = [asked.get('from') ?? '', asked.get('to')];
  return ({ timestamp }) => timestamp >= after && (before === null || timestamp < before);
}
