import { batch, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Operation } from '../../../api.ts';
import { keyOf } from '../../../view/follow.ts';
import { useCommands } from '../../keys/useCommands.ts';
import { callHref, navigate } from '../../location.ts';
import { rowHeight, scrollTop, selected } from '../selection.ts';

/** Moves the selection by keys, and the focus with it: in the tab order only one row is. `height` is that of the rows' view. */
export function useRowFocus(
  scroller: RefObject<HTMLElement | null>,
  lines: readonly Line[],
  height: number,
): void {
  const wantsFocus = useRef(selected.peek() !== undefined); // who comes back
  const move = (step: 1 | -1, isWanted?: (call: Operation) => boolean) => {
    const to = nextCall(lines, step, isWanted);
    if (to === undefined) return;
    wantsFocus.current = true;
    batch(() => {
      selected.value = keyOf(to.call);
      scrollTop.value = scrolledTo(to.index, height);
    });
  };
  useCommands({
    down: () => move(1),
    up: () => move(-1),
    nextError: () => move(1, ({ success }) => success === 'False'),
    open() {
      const line = lines.find((each) => isSelected(each));
      if (line === undefined || !('call' in line)) return false;
      navigate(callHref(line.call));
      return true;
    },
  });
  useLayoutEffect(() => {
    const { value } = selected;
    if (!wantsFocus.current || value === undefined) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(value)}"]`);
    if (!link) return;
    link.focus({ preventScroll: true });
    wantsFocus.current = false;
  });
  useSignalEffect(() => {
    const active = document.activeElement;
    if (selected.value !== undefined || !(active instanceof HTMLElement)) return;
    if (active.dataset.key !== undefined) active.blur();
  });
}

/** The call after or before the selected one; when none is selected, the first that is seen. */
function nextCall(
  lines: readonly Line[],
  step: 1 | -1,
  isWanted: (call: Operation) => boolean = () => true,
): { call: Operation; index: number } | undefined {
  const at = lines.findIndex(isSelected);
  const top = Math.ceil(scrollTop.value / rowHeight.value);
  for (let index = at < 0 ? top : at + step; index >= 0; index += step) {
    const line = lines[index];
    if (line === undefined) return undefined;
    if ('call' in line && isWanted(line.call)) return { call: line.call, index };
  }
  return undefined;
}

function isSelected(line: Line): boolean {
  return 'call' in line && keyOf(line.call) === selected.value;
}

/** How far to scroll so that a line is seen: as little as needed. */
function scrolledTo(index: number, height: number): number {
  const top = index * rowHeight.value;
  return Math.max(top + rowHeight.value - height, Math.min(top, scrollTop.value), 0);
}

/** A line of the list: a call, or between two calls when the app was started. */
type Line = { readonly call: Operation } | { readonly startedAt: string };

/** The calls, newest first, with the app's starts between them; of several at one place the last. */
export function toLines(items: readonly Operation[], starts: readonly string[]): readonly Line[] {
  const lines: Line[] = [];
  let newer = '~'; // after every time
  for (const call of items) {
    const startedAt = starts.find((start) => start > call.timestamp && start <= newer);
    if (startedAt !== undefined) lines.push({ startedAt });
    lines.push({ call });
    newer = call.timestamp;
  }
  return lines;
}
