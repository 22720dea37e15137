import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { keyOf } from '../../view/follow.ts';
import { formatFilters } from '../../view/urlState.ts';
import { filters } from './filters/filters.ts';
import * as calls from './list/calls.ts';
import { rowHeight, scrollTop, selected } from './selection.ts';

/** Shows the list that the URL asks for: another one from its top; after a reload, where it was. */
export function useShownFilters(): void {
  const place = useRef<Place>(undefined);
  useSignalEffect(() => {
    const wanted = filters.value;
    const left = takePlace(formatFilters(wanted));
    if (!calls.show(wanted, left?.count)) return;
    place.current = left;
    scrollTop.value = 0;
    selected.value = left?.selected;
  });
  const isThere = calls.shown.value !== undefined;
  useEffect(() => {
    const left = place.current;
    if (!isThere || left === undefined || left.top === 0) return;
    const newer = calls.list.value.items.findIndex((item) => keyOf(item) === left.first);
    scrollTop.value = left.top + Math.max(0, newer) * rowHeight.value;
  }, [isThere]);
}

/** Where the reader of a list was when the page unloaded. */
interface Place {
  /** The filters of the list, as in a URL. */
  readonly filters: string;
  readonly top: number;
  /** Key of the first call: newer ones are above it since. */
  readonly first: string;
  readonly selected: string | undefined;
  readonly count: number;
}

const key = 'callspan.place';
/** No more calls than these can be asked for at once. */
const maxCount = 1_000;

let left = read();

/** The place in this list after a reload; given once. */
function takePlace(filters: string): Place | undefined {
  const place = left;
  left = undefined;
  return place?.filters === filters ? place : undefined;
}

function read(): Place | undefined {
  const [navigation] = performance.getEntriesByType('navigation');
  const isBack =
    navigation instanceof PerformanceNavigationTiming && navigation.type !== 'navigate';
  const stored = isBack ? sessionStorage.getItem(key) : null;
  return stored === null ? undefined : JSON.parse(stored);
}

addEventListener('pagehide', () => {
  const first = calls.list.value.items[0];
  const filters = calls.shown.value;
  if (first === undefined || filters === undefined) return;
  const place: Place = {
    filters: formatFilters(filters),
    top: scrollTop.value,
    first: keyOf(first),
    selected: selected.value,
    count: Math.min(calls.list.value.items.length, maxCount),
  };
  sessionStorage.setItem(key, JSON.stringify(place));
});
