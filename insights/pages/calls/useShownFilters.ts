import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { keyOf } from '../../view/follow.ts';
import { formatFilters } from '../../view/urlState.ts';
import { filters } from './filters/filters.ts';
import { calls } from './list/calls.ts';
import { type Place, takePlace } from './place.ts';
import { scrollTop, selected } from './selection.ts';
import { rowHeight } from './table/rowHeight.ts';

/** Shows the list that the URL asks for: another one from its top; after the document was loaded anew, where it was. */
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
