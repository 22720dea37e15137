import { effect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { scrollTop } from '../selection.ts';

/** Keeps the list and what is remembered of its scrolling the same; gives what is to be told of each scroll. */
export function useScroll(scroller: RefObject<HTMLElement | null>): () => void {
  // Before the list is seen: else a scrolling by its reader could come first, and be undone.
  useLayoutEffect(
    () =>
      effect(() => {
        const wanted = scrollTop.value;
        const box = scroller.current;
        if (box && Math.abs(box.scrollTop - wanted) >= 1) box.scrollTop = wanted;
      }),
    [],
  );
  return () => {
    if (scroller.current) scrollTop.value = scroller.current.scrollTop;
  };
}
