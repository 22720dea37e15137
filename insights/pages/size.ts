import { type ReadonlySignal, signal } from '@preact/signals';
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

/** A length in CSS pixels: one on a window of at most `maxPx`, another on a wider one. */
export function byWidth(maxPx: number, narrow: number, wide: number): ReadonlySignal<number> {
  const query = matchMedia(`(max-width: ${maxPx}px)`);
  const length = signal(query.matches ? narrow : wide);
  query.addEventListener('change', ({ matches }) => {
    length.value = matches ? narrow : wide;
  });
  return length;
}
