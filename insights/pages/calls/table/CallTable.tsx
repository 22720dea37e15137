import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Operation } from '../../../api.ts';
import { formatCount } from '../../../format.ts';
import { parseSearch } from '../../../search.ts';
import { formatClock } from '../../../view/clock.ts';
import { keyOf, maxItems } from '../../../view/follow.ts';
import { freeze, isSorted } from '../../../view/urlState.ts';
import { toVirtualWindow } from '../../../view/virtualWindow.ts';
import { useSize } from '../../screen.ts';
import { clockPlace, toClock } from '../../text/Time.tsx';
import { filters, narrow } from '../filters/filters.ts';
import * as calls from '../list/calls.ts';
import { rowHeight, scrollTop, selected } from '../selection.ts';
import { CallRow } from './CallRow.tsx';
import { ColumnNames, columns } from './ColumnNames.tsx';
import { clock, toScale } from './DurationCell.tsx';
import { toLines, useRowFocus } from './useRowFocus.ts';
import { useScroller } from './useScroller.ts';

/** Older calls are asked for when this many lines or fewer are left below. */
const ahead = 30;

/** The calls as a table of which only what is seen, and a little more, is in the document. */
export function CallTable({
  starts,
  evicted,
  severalApps,
}: {
  starts: readonly string[];
  evicted: string | null;
  severalApps: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useSize(scroller).height - columnNamesHeight;
  const onScroll = useScroller(scroller);
  const line = useComputed(() => Math.floor(scrollTop.value / rowHeight.value));
  const { items, hasOlder } = calls.list.value;
  const shown = calls.shown.value ?? filters.value;
  const sorted = isSorted(shown);
  const hit = parseSearch(shown.q).text;
  const lines = toLines(items, sorted ? noStarts : starts);
  const { first, last, padTop, padBottom } = toVirtualWindow({
    count: lines.length,
    rowHeight: rowHeight.value,
    scrollTop: line.value * rowHeight.value,
    height,
  });
  const drawn = lines.slice(first, last);
  const drawnCalls = drawn.flatMap((each) => ('call' in each ? each.call : []));
  const scaleMs = toScale(drawnCalls, clock.peek());
  const keys = drawnCalls.map(keyOf);
  const inTabOrder =
    keys.find((key) => key === selected.value) ?? keys[line.value - first] ?? keys[0];
  useRowFocus(scroller, lines, height);
  useEffect(() => {
    if (hasOlder && last >= lines.length - ahead) void calls.loadOlder();
  }, [last, lines.length, hasOlder]);
  return (
    <div class="scroller" ref={scroller} onScroll={onScroll}>
      <table
        class={isOfToday(items) ? undefined : 'dated'}
        aria-label={sorted ? `Calls by ${shown.sort || 'time'}` : 'Calls, newest first'}
        aria-rowcount={hasOlder ? -1 : lines.length + 1}
      >
        <ColumnNames />
        <tbody style={{ paddingTop: `${padTop}px`, paddingBottom: `${padBottom}px` }}>
          {drawn.map((each, index) =>
            'call' in each ? (
              <CallRow
                key={keyOf(each.call)}
                call={each.call}
                rowIndex={first + index + 2}
                scaleMs={scaleMs}
                isInTabOrder={keyOf(each.call) === inTabOrder}
                severalApps={severalApps}
                hit={hit}
              />
            ) : (
              <StartRow
                key={each.startedAt}
                startedAt={each.startedAt}
                rowIndex={first + index + 2}
              />
            ),
          )}
        </tbody>
      </table>
      <ListEnd evicted={evicted} />
    </div>
  );
}

const columnNamesHeight = 28;
/** Between calls that are not newest first a start has no place. */
const noStarts: readonly string[] = [];

/** Between the calls before and after a start of the app. */
function StartRow({ startedAt, rowIndex }: { startedAt: string; rowIndex: number }) {
  return (
    <tr class="start" aria-rowindex={rowIndex}>
      <td colSpan={columns.length} title={startedAt}>
        <span>app started {toClock(startedAt)}</span>
      </td>
    </tr>
  );
}

/** Whether all calls of a list are of today in local terms: others are shown with their date. */
function isOfToday(items: readonly Operation[]): boolean {
  const today = new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
  return items.every(({ timestamp }) => timestamp >= today);
}

/** What is below the last call of the list. */
function ListEnd({ evicted }: { evicted: string | null }) {
  const { items, hasOlder } = calls.list.value;
  const last = items.at(-1);
  const sorted = isSorted(calls.shown.value ?? filters.value);
  const isFull = hasOlder && items.length >= maxItems;
  if (last === undefined) return null;
  return (
    <p class="list-end dim">
      {isFull ? (
        <>
          A list holds {formatCount(maxItems)} calls.{' '}
          {!sorted && (
            <button
              type="button"
              onClick={() =>
                narrow({ from: freeze(filters.value, Date.now()).from, to: last.timestamp })
              }
            >
              Show older ones
            </button>
          )}
        </>
      ) : hasOlder ? (
        `${sorted ? 'More' : 'Older'} calls load as you scroll.`
      ) : (
        `No ${sorted ? 'more' : 'older ones'}.`
      )}
      {evicted !== null &&
        ` The oldest were removed at ${formatClock(evicted, clockPlace())} (--retain).`}
    </p>
  );
}
