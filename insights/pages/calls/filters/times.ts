import { type CallFilters, defaultFilters, type Range } from '../../../view/urlState.ts';

/** A choice of time in the list's filters: a range that moves with the clock, or one of the words; `today` is a day of UTC, as limits count. */
export type TimeChoice = Range | 'today' | 'all' | 'start' | 'fixed';

/** Before every call: the query has no word for all time. */
const beginning = new Date(0).toISOString();

/** What filters of any list say of time. */
export type Times = Pick<CallFilters, 'from' | 'to' | 'range'>;

/** All that is kept. */
export const allTime: Times = { from: beginning, to: '', range: defaultFilters.range };

/** The choice that the filters stand for at `now`; `start` is the app's last start. */
export function toTimeChoice(
  { from, to, range }: Times,
  start: string | undefined,
  now = Date.now(),
): TimeChoice {
  if (from === '' && to === '') return range;
  if (to !== '') return 'fixed';
  if (from === beginning) return 'all';
  if (from === toDay(now)) return 'today';
  return from === start ? 'start' : 'fixed';
}

/** The filters' times for a choice; for `fixed` those of the last hour, to be changed. */
export function toTimes(choice: TimeChoice, start: string | undefined, now: number): Times {
  const { range } = defaultFilters;
  switch (choice) {
    case 'all':
      return allTime;
    case 'today':
      return { from: toDay(now), to: '', range };
    case 'start':
      return { from: start ?? '', to: '', range };
    case 'fixed':
      return {
        from: new Date(now - 3_600_000).toISOString(),
        to: new Date(now).toISOString(),
        range,
      };
    default:
      return { from: '', to: '', range: choice };
  }
}

/** When the day of a time began, in UTC. */
function toDay(now: number): string {
  return `${new Date(now).toISOString().slice(0, 10)}T00:00:00.000Z`;
}
