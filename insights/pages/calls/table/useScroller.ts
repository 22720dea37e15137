import { effect, type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import * as calls from '../list/calls.ts';
import { rowHeight, scrollTop, selected } from '../selection.ts';

/** Follows what the reader of the list does; gives the handler of scroll events. */
export function useScroller(scroller: RefObject<HTMLElement | null>): () => void {
  const onScroll = useScroll(scroller);
  useScrollKeys(scroller);
  useAttention(scroller);
  return onScroll;
}

/** Tells the list what its reader is doing, which decides whether it stands still. */
function useAttention(scroller: RefObject<HTMLElement | null>): void {
  const selectsText = useSelectsText(scroller);
  useSignalEffect(() => {
    const atTop = scrollTop.value < rowHeight.value / 2;
    const isSelected = selected.value !== undefined;
    calls.attend({ atTop, onRow: isSelected || selectsText.value });
  });
  // A list that is not drawn is not read.
  useEffect(() => () => calls.attend({ onRow: selected.peek() !== undefined }), []);
}

/** Whether text is selected within an element. */
function useSelectsText(within: RefObject<HTMLElement | null>): ReadonlySignal<boolean> {
  const selects = useSignal(false);
  useEffect(() => {
    const look = () => {
      const selection = getSelection();
      const isHere = within.current?.contains(selection?.anchorNode ?? null) ?? false;
      selects.value = isHere && selection?.isCollapsed === false;
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, []);
  return selects;
}

/** Keeps the list and the remembered scroll position the same; gives the handler of scroll events. */
function useScroll(scroller: RefObject<HTMLElement | null>): () => void {
  // A layout effect, since a later one could undo a scroll by the reader.
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
function useScrollKeys(scroller: RefObject<HTMLElement | null>): void {
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
