import { type CallFilters, defaultFilters, type Range } from '../../../view/urlState.ts';

/** A choice of time in the list's filters: a range that moves with the clock, or one of the words. */
export type TimeChoice = Range | 'all' | 'start' | 'fixed';

/** Before every call: the query has no word for all time. */
const beginning = new Date(0).toISOString();

/** What filters of any list say of time. */
export type Times = Pick<CallFilters, 'from' | 'to' | 'range'>;

/** The choice that the filters stand for; `start` is the app's last start. */
export function toTimeChoice({ from, to, range }: Times, start: string | undefined): TimeChoice {
  if (from === '' && to === '') return range;
  if (to !== '') return 'fixed';
  if (from === beginning) return 'all';
  return from === start ? 'start' : 'fixed';
}

/** The filters' times for a choice; for `fixed` those of the last hour, to be changed. */
export function toTimes(choice: TimeChoice, start: string | undefined, now: number): Times {
  const { range } = defaultFilters;
  switch (choice) {
    case 'all':
      return { from: beginning, to: '', range };
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
