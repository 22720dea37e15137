import { formatCount } from '../../../format.ts';
import { formatClock } from '../../../view/clock.ts';
import { maxItems } from '../../../view/follow.ts';
import { freeze } from '../../../view/urlState.ts';
import { clockPlace } from '../../text/Time.tsx';
import { filters, narrow } from '../filters/filters.ts';
import * as calls from '../list/calls.ts';

/** What is below the last call of the list. */
export function ListEnd({ evicted }: { evicted: string | null }) {
  const { items, hasOlder } = calls.list.value;
  const last = items.at(-1);
  const isFull = hasOlder && items.length >= maxItems;
  if (last === undefined) return null;
  return (
    <p class="list-end dim">
      {isFull ? (
        <>
          A list holds {formatCount(maxItems)} calls.{' '}
          <button
            type="button"
            onClick={() =>
              narrow({ from: freeze(filters.value, Date.now()).from, to: last.timestamp })
            }
          >
            Show older ones
          </button>
        </>
      ) : hasOlder ? (
        'Older calls load as you scroll.'
      ) : (
        'No older ones.'
      )}
      {evicted !== null &&
        ` The oldest were removed at ${formatClock(evicted, clockPlace())} (--retain).`}
    </p>
  );
}
