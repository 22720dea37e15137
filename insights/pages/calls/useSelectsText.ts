import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Whether text is selected within an element. */
export function useSelectsText(within: RefObject<HTMLElement | null>): ReadonlySignal<boolean> {
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
