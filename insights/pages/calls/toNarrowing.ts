import { formatSpan } from '../../format.ts';
import { type ClockPlace, formatClock } from '../../view/clock.ts';
import type { CallFilters, Range } from '../../view/urlState.ts';
import { toTimeChoice } from './filters/times.ts';

const rangeNames: Readonly<Record<Range, string>> = {
  '15m': '15 min',
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 days',
};

/** Says why a list is empty: `No call in the last 1 h has outcome failed and took 2.00 s or longer.` */
export function toNarrowing(
  filters: CallFilters,
  start: string | undefined,
  place: ClockPlace,
): string {
  const conditions = [
    filters.q && `holds “${filters.q}”`,
    filters.outcome && `has outcome ${filters.outcome}`,
    filters.function && `ran ${filters.function}`,
    filters.model && `asked ${filters.model}`,
    filters.minMs > 0 && `took ${formatSpan(filters.minMs)} or longer`,
    filters.conversation && `is of conversation ${filters.conversation}`,
    filters.session && `is of session ${filters.session}`,
    filters.job && `is of job ${filters.job}`,
  ].filter((condition) => typeof condition === 'string' && condition !== '');
  const when = toWhen(filters, start, place);
  const last = conditions.pop();
  if (last === undefined) return `No call came${when}.`;
  return `No call${when} ${conditions.length === 0 ? last : `${conditions.join(', ')} and ${last}`}.`;
}

function toWhen(filters: CallFilters, start: string | undefined, place: ClockPlace): string {
  const { from, to, range } = filters;
  switch (toTimeChoice(filters, start)) {
    case 'all':
      return '';
    case 'start':
      return ' since the app was started';
    case 'fixed':
      return [
        from && ` from ${formatClock(from, place)}`,
        to && ` to ${formatClock(to, place)}`,
      ].join('');
    default:
      return ` in the last ${rangeNames[range]}`;
  }
}
