import { type CallFilters, defaultFilters, formatFilters } from '../../../view/urlState.ts';
import { allTime, type Times } from './times.ts';

/** The list of a caller's calls, of all time when no other is told. */
export function callerHref(
  caller: string,
  { times = allTime, outcome = '' }: { times?: Times } & Partial<Pick<CallFilters, 'outcome'>> = {},
): string {
  return `/calls?${formatFilters({ ...defaultFilters, ...times, outcome, caller })}`;
}
