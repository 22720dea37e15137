import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { VisibleLine } from './visibleLines.ts';

/** How far the lines are scrolled. Lengths in CSS pixels. */
export interface Scrolled {
  readonly scrollTop: number;
  /** For the element's `scroll` event. */
  follow(): void;
  /** Brings the line at this place among those seen into sight. */
  scrollTo(at: number): void;
}

/** Follows the scrolling of the lines. Lines that come in above those that are read do not move these. */
export function useScrolled(
  body: RefObject<HTMLElement | null>,
  visible: readonly VisibleLine[],
  rowHeight: number,
  headHeight: number,
): Scrolled {
  const [scrollTop, setScrollTop] = useState(0);
  const anchor = useRef<{ key: string; offset: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const element = body.current;
    const kept = anchor.current;
    if (!element || !kept || element.scrollTop === 0) return;
    const at = visible.findIndex(({ line }) => line.key === kept.key);
    if (at !== -1) element.scrollTop = at * rowHeight + kept.offset;
  }, [visible, rowHeight]);
  return {
    scrollTop,
    follow() {
      const top = body.current?.scrollTop ?? 0;
      const at = Math.floor(top / rowHeight);
      const line = visible[at]?.line;
      anchor.current = line && { key: line.key, offset: top - at * rowHeight };
      setScrollTop(top);
    },
    scrollTo(at) {
      const element = body.current;
      if (!element || at < 0) return;
      const top = at * rowHeight;
      const room = element.clientHeight - headHeight - rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
    },
  };
}
