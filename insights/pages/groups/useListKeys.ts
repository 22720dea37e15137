import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { useCommands } from '../keys/useCommands.ts';

/** Moves the focus from row to row by the keys of a list: to the first link of each. */
export function useListKeys(): RefObject<HTMLElement | null> {
  const list = useRef<HTMLElement>(null);
  const move = (step: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll('tbody tr') ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const to = rows[at < 0 ? 0 : at + step];
    to?.querySelector('a')?.focus();
    return to !== undefined;
  };
  useCommands({ down: () => move(1), up: () => move(-1) });
  return list;
}
