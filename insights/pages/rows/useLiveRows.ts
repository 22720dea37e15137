import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { keepAsking } from '../keepAsking.ts';
import { onLive } from '../live.ts';
import { paused, refresh } from './rows.ts';

/** Rows of no call change no call, so of them nothing is told: they are looked for each so many rounds of a second. */
const everyRounds = 5;

/** Asks for new rows as calls change, and shows them while nothing is read: at the top, nothing focused or marked, not paused. */
export function useLiveRows(table: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let changed = false;
    let rounds = 0;
    const isFollowing = () => {
      const within = (node: Node | null | undefined) => table.current?.contains(node ?? null);
      const selection = getSelection();
      const marks = selection?.isCollapsed === false && within(selection.anchorNode);
      return !paused.value && scrollY < 16 && !within(document.activeElement) && !marks;
    };
    const endLive = onLive(() => {
      changed = true;
    });
    const endAsking = keepAsking(async (signal) => {
      rounds++;
      if (!changed && rounds % everyRounds !== 0) return true;
      changed = false;
      await refresh(isFollowing, signal);
      return true;
    });
    return () => {
      endLive();
      endAsking();
    };
  }, []);
}
