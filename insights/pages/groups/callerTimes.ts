import { computed } from '@preact/signals';
import { defaultFilters, parseFilters, toApiQuery } from '../../view/urlState.ts';
import { allTime, type Times, toTimeChoice } from '../calls/filters/times.ts';
import { navigate, query } from '../location.ts';

/** Of which times callers are summed: the query of the URL; without one, all that is kept. */
export const callerTimes = computed((): Times => {
  const isTold = ['from', 'to', 'range'].some((name) => query.value.has(name));
  return isTold ? parseFilters(query.value.toString()) : allTime;
});

/** Sums them of other times; the choice is a step in the history. */
export function showCallersOf(change: Partial<Times>): void {
  const { from, to, range } = { ...callerTimes.value, ...change };
  const told = new URLSearchParams();
  if (from) told.set('from', from);
  if (to) told.set('to', to);
  if (told.size === 0) told.set('range', range);
  navigate(isAllTime({ from, to, range }) ? '/callers' : `/callers?${told}`);
}

/** Whether times leave nothing out. */
export function isAllTime(times: Times): boolean {
  return toTimeChoice(times, undefined) === 'all';
}

/** The query of `GET /api/callers` for these times, at `now` in ms since 1970. */
export function toCallersQuery({ from, to, range }: Times, now: number): string {
  return toApiQuery({ ...defaultFilters, from, to, range }, now);
}
