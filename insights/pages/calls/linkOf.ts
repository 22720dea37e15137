import { type CallFilters, formatFilters, freeze } from '../../view/urlState.ts';

/** The link to a list, with its times made fixed: it shows the same tomorrow. */
export function linkOf(filters: CallFilters): string {
  return `${location.origin}/calls?${formatFilters(freeze(filters, Date.now()))}`;
}
