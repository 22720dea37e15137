import type { Spending } from './spending.ts';

/** The moment by which something must be over. It is the only form of it, so that nobody computes the time left. */
export interface Deadline {
  /** Time left in ms; 0 or less when it is over. */
  leftMs(): number;
}

/** Limits of work that a caller waits for. */
export interface Limits {
  readonly deadline: Deadline;
  /** Aborted when the caller disconnects. */
  readonly left: AbortSignal;
  /** Told by each call to a model what it used; undefined when it may have used something and did not say. */
  readonly onUsed?: ((used: Spending | undefined) => void) | undefined;
}

/** The deadline a number of ms after a moment by `performance.now()`, which is never set back. */
export function deadlineIn(ms: number, from = performance.now()): Deadline {
  return { leftMs: () => from + ms - performance.now() };
}
