import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The size of an element in CSS pixels, kept up to date. */
export function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const seen = element.current;
    if (!seen) return;
    const read = () =>
      setSize((before) =>
        before.width === seen.clientWidth && before.height === seen.clientHeight
          ? before
          : { width: seen.clientWidth, height: seen.clientHeight },
      );
    const observer = new ResizeObserver(read);
    observer.observe(seen);
    read();
    return () => observer.disconnect();
  }, [element]);
  return size;
}
