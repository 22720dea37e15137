import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { quietly } from '../../focus.ts';
import type { VisibleLine } from './visibleLines.ts';

/** Which line of the tree the Tab key comes to. */
export interface LineFocus {
  /** Its place among the lines that are seen. */
  readonly at: number;
  /** Takes another line, by its key; `now` tells whether the focus moves to it. */
  take(key: string, now?: boolean): void;
}

/** Keeps the focus on one line of the tree while lines come, fold and are selected; at first that is the selected one. */
export function useLineFocus(
  body: RefObject<HTMLElement | null>,
  visible: readonly VisibleLine[],
  selectedKey: string | undefined,
): LineFocus {
  const [taken, setTaken] = useState<string | undefined>(undefined);
  const isWanted = useRef(false);
  const key = taken ?? selectedKey;
  const at = Math.max(
    0,
    visible.findIndex(({ line }) => line.key === key),
  );
  const hadFocus = body.current?.contains(document.activeElement) ?? false; // before lines leave the document
  useLayoutEffect(() => {
    if (selectedKey === undefined) return;
    isWanted.current ||= hadFocus;
    setTaken(undefined);
  }, [selectedKey]);
  useLayoutEffect(() => {
    const isLost = hadFocus && document.activeElement === document.body;
    if (!isWanted.current && !isLost) return;
    isWanted.current = false;
    const line = body.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
    line?.focus({ preventScroll: true });
  });
  // The first line takes the focus, so that arrows walk the lines at once.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    body.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(quietly);
  }, []);
  return {
    at,
    take(next, now = isWanted.current) {
      setTaken(next);
      isWanted.current = now;
    },
  };
}
