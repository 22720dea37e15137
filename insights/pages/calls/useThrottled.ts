import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';

/** The signal's value, taken over at most once in `everyMs`: at once after a rest, and the last one always. */
export function useThrottled<T>(source: ReadonlySignal<T>, everyMs: number): T {
  const taken = useSignal(source.peek());
  const takenAt = useRef(0);
  useSignalEffect(() => {
    const value = source.value;
    const wait = Math.max(0, takenAt.current + everyMs - performance.now());
    const timer = setTimeout(() => {
      takenAt.current = performance.now();
      taken.value = value;
    }, wait);
    return () => clearTimeout(timer);
  });
  return taken.value;
}
