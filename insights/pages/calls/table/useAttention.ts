import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { calls } from '../list/calls.ts';
import { scrollTop, selected } from '../selection.ts';
import { useSelectsText } from '../useSelectsText.ts';
import { rowHeight } from './rowHeight.ts';

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
