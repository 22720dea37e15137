import { useEffect, useRef } from 'preact/hooks';
import type { Facets, Info } from '../../api.ts';
import { type CallFilters, formatFilters, freeze } from '../../view/urlState.ts';
import { useCommands } from '../keys/useCommands.ts';
import { onLive } from '../live.ts';
import { CopyNote, copyText } from '../text/copy.tsx';
import { FilterBar } from './filters/FilterBar.tsx';
import { clearFilters, filters, isFiltered, reverse, sortByNext } from './filters/filters.ts';
import * as calls from './list/calls.ts';
import { NoneFound, NoneYet } from './NoCalls.tsx';
import { Announcer, SummaryLine } from './SummaryLine.tsx';
import { selected, showNewCalls } from './selection.ts';
import { CallTable } from './table/CallTable.tsx';
import { ColumnNames, columns } from './table/ColumnNames.tsx';
import { useFresh } from './useFresh.ts';
import { useShownFilters } from './useShownFilters.ts';

/** All calls, newest first, as they come. */
export function CallsPage() {
  useEffect(() => {
    const end = onLive((event) => calls.take(event));
    return () => {
      end();
      calls.leave();
    };
  }, []);
  useShownFilters();
  useCommands({
    back() {
      if (selected.value !== undefined) selected.value = undefined;
      else if (isFiltered.value) clearFilters();
    },
    showNew: showNewCalls,
    sort: sortByNext,
    reverse,
    copyLink: () => copyText(linkOf(filters.value), 'Link'),
    pause: () => calls.attend({ paused: !calls.list.value.attention.paused }),
  });
  const isEmpty = calls.shown.value !== undefined && calls.list.value.items.length === 0;
  const isNothing = isEmpty && calls.list.value.newCount === 0;
  const facets = useFresh<Facets>(
    filters.value.all === '' ? '/api/facets' : '/api/facets?all=1',
    isNothing,
  ).value;
  const info = useFresh<Info>('/api/info').value;
  const starts = useStarts(info);
  const isEmptyEver = isNothing && facets?.outcomes.length === 0;
  const start = info?.starts[0];
  return (
    <main class="calls">
      <h1 class="visually-hidden">Calls</h1>
      <FilterBar facets={facets} start={start} />
      {calls.error.value !== undefined && calls.error.value.status > 0 && (
        <p class="error" role="alert">
          {calls.error.value.message}
        </p>
      )}
      {!isNothing && <SummaryLine />}
      <div class="progress" hidden={!calls.loading.value} />
      {isEmptyEver ? (
        <NoneYet info={info} />
      ) : isNothing ? (
        <NoneFound start={start} />
      ) : calls.shown.value === undefined ? (
        <Skeleton />
      ) : (
        <CallTable
          starts={starts}
          evicted={info?.evicted ?? null}
          severalApps={(facets?.apps ?? []).length > 1}
        />
      )}
      <Announcer />
      <CopyNote />
    </main>
  );
}

const rows = Array.from({ length: 12 }, (_, index) => index);

/** In place of the first list, until it is there. */
function Skeleton() {
  return (
    <div class="scroller skeleton" aria-busy="true">
      <table aria-label="Calls are loaded">
        <ColumnNames />
        <tbody>
          {rows.map((row) => (
            <tr key={row} class="placeholder-row">
              {columns.map((column) => (
                <td key={column} class={column}>
                  <span class="placeholder" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const none: readonly string[] = [];

/** When the app was started; a new start is taken only while the list is followed, as its line moves those below it. */
function useStarts(info: Info | undefined): readonly string[] {
  const taken = useRef(none);
  if (info !== undefined && (calls.following.value || taken.current === none)) {
    taken.current = info.starts;
  }
  return taken.current;
}

/** The link to a list, with its times made fixed: it shows the same tomorrow. */
function linkOf(filters: CallFilters): string {
  return `${location.origin}/calls?${formatFilters(freeze(filters, Date.now()))}`;
}
