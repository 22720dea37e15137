import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import * as calls from '../list/calls.ts';
import { rowHeight, scrollTop, selected } from '../selection.ts';

/** Tells the list what its reader is doing, which decides whether it stands still. */
export function useAttention(scroller: RefObject<HTMLElement | null>): void {
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
