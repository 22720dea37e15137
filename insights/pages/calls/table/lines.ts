import type { Operation } from '../../../api.ts';

/** A line of the list: a call, or between two calls when the app was started. */
export type Line = { readonly call: Operation } | { readonly startedAt: string };

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
