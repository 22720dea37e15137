import { deadlineIn, type Limits } from '../../src/values/deadline.ts';

const stays = new AbortController().signal;

/** The limits of a call with a number of ms, for a caller who stays connected unless a signal aborts. */
export function limitsIn(ms: number, left = stays): Limits {
  return { deadline: deadlineIn(ms), left };
}
