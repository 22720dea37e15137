/** A timer whose moment is moved on more often than it comes. */
export interface MovedTimer {
  /** Makes it due in so many ms from now, 0 or more; `Infinity` puts it off without end. */
  dueIn(ms: number): void;
  /** Ends it. */
  end(): void;
}

/**
 * Calls `onDue` at the moment last set. Each chunk of a stream moves two of these. Noting a moment costs less than moving a timer of
 * Node's: that one fires at an earlier moment, reads the noted one, and waits for what is left.
 */
export function createMovedTimer(onDue: () => void): MovedTimer {
  let timer: NodeJS.Timeout | undefined;
  let firesAt = Number.POSITIVE_INFINITY;
  let dueAt = Number.POSITIVE_INFINITY;
  const set = (ms: number) => {
    clearTimeout(timer);
    firesAt = dueAt;
    timer = setTimeout(look, Math.ceil(ms));
  };
  const look = () => {
    firesAt = Number.POSITIVE_INFINITY;
    const leftMs = dueAt - performance.now();
    if (leftMs === Number.POSITIVE_INFINITY) return;
    if (leftMs > 0) set(leftMs);
    else onDue();
  };
  return {
    dueIn(ms) {
      dueAt = performance.now() + ms;
      if (dueAt < firesAt) set(ms);
    },
    end() {
      dueAt = Number.POSITIVE_INFINITY;
      firesAt = Number.POSITIVE_INFINITY;
      clearTimeout(timer);
    },
  };
}
