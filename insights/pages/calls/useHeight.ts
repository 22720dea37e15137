import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Height of an element's inside, in CSS pixels, as it changes. */
export function useHeight(of: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(innerHeight);
  useLayoutEffect(() => {
    const element = of.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return height;
}
