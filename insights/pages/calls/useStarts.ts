import { useRef } from 'preact/hooks';
import type { Info } from '../../api.ts';
import { calls } from './list/calls.ts';

const none: readonly string[] = [];

/** When the app was started; a new start is taken only while the list is followed, as its line moves those below it. */
export function useStarts(info: Info | undefined): readonly string[] {
  const taken = useRef(none);
  if (info !== undefined && (calls.following.value || taken.current === none)) {
    taken.current = info.starts;
  }
  return taken.current;
}
