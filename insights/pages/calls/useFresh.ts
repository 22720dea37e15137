import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Loaded, useJson } from '../request.ts';
import * as calls from './list/calls.ts';

const everyMs = 5_000;

/** JSON of the receiver, asked for again when calls have changed, at most each 5 s, and at once when `at` is another. */
export function useFresh<T>(url: string, at?: unknown): Loaded<T> {
  const loaded = useJson<T>(url);
  const change = useThrottled(calls.changes, everyMs);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) loaded.reload();
    isFirst.current = false;
  }, [change, at]);
  return loaded;
}

/** The signal's value, taken at most once per `everyMs`: at once after a rest, and always the last one. */
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
