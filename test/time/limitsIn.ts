import { deadlineIn, type Limits } from '../../src/values/deadline.ts';

const stays = new AbortController().signal;

/** The limits of a call that has so many ms, for a caller who stays unless a signal says otherwise. */
export function limitsIn(ms: number, left = stays): Limits {
  return { deadline: deadlineIn(ms), left };
}
