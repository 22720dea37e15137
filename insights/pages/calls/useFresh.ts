import { useEffect, useRef } from 'preact/hooks';
import { type Loaded, useJson } from '../request.ts';
import { calls } from './list/calls.ts';
import { useThrottled } from './useThrottled.ts';

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
