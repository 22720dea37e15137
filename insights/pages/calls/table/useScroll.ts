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

const pages: Readonly<Record<string, number>> = {
  PageDown: 1,
  PageUp: -1,
  End: Number.POSITIVE_INFINITY,
  Home: Number.NEGATIVE_INFINITY,
};

/** Scrolls the list by Page Up and Down, Home and End when nothing has the focus: the document itself does not scroll. */
export function useScrollKeys(scroller: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const scroll = (event: KeyboardEvent) => {
      const box = scroller.current;
      const by = pages[event.key];
      if (!box || by === undefined || event.target !== document.body) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const to = box.scrollTop + by * box.clientHeight * 0.9;
      box.scrollTop = Math.min(Math.max(to, 0), box.scrollHeight);
      event.preventDefault();
    };
    document.addEventListener('keydown', scroll);
    return () => document.removeEventListener('keydown', scroll);
  }, []);
}
