/** The moment by which something must be over: the one shape of it, so that nobody adds up what is left. */
export interface Deadline {
  /** Until then, in ms; 0 or less when it is over. */
  leftMs(): number;
}

/** How far work may go that somebody waits for. */
export interface Limits {
  readonly deadline: Deadline;
  /** Aborted when the caller has left. */
  readonly left: AbortSignal;
}

/** The deadline so many ms after a moment by `performance.now()`, which is never set back. */
export function deadlineIn(ms: number, from = performance.now()): Deadline {
  return { leftMs: () => from + ms - performance.now() };
}
