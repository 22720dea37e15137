import { clockPlace } from '../text/clockPlace.ts';
import { clearFilters, filters, isFiltered, narrow } from './filters/filters.ts';
import { toTimeChoice, toTimes } from './filters/times.ts';
import { calls } from './list/calls.ts';
import { toNarrowing } from './toNarrowing.ts';

/** Says by which filters no call is left, and takes them away. */
export function NoneFound({ start }: { start: string | undefined }) {
  const shown = calls.shown.value ?? filters.value;
  const isAllTime = toTimeChoice(shown, start) === 'all';
  return (
    <div class="no-calls" role="status">
      <p>{toNarrowing(shown, start, clockPlace())}</p>
      <p>
        {isFiltered.value && (
          <button type="button" class="primary" onClick={clearFilters}>
            Clear (Esc)
          </button>
        )}{' '}
        {!isAllTime && (
          <button type="button" onClick={() => narrow(toTimes('all', start, Date.now()))}>
            Look in all time
          </button>
        )}
      </p>
    </div>
  );
}
