import { isDelivery } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/** Timestamps are whole milliseconds, so a child may seem to be outside by as much. */
const toleranceMs = 2;

/**
 * How far a span lies outside its parent, in ms; undefined when it does not. What starts after its parent's end was left to
 * run by itself, as a queue message is, and is not outside of it.
 */
export function skewOf({ row, parent, joined, start, end }: SpanNode): number | undefined {
  if (row === undefined || parent?.row === undefined || joined || start > parent.end) {
    return undefined;
  }
  const sent = isDelivery(row) && !parent.joined && parent.row.itemType !== 'requests';
  const skewMs = Math.max(parent.start - start, end - parent.end);
  return sent || skewMs <= toleranceMs ? undefined : skewMs;
}
