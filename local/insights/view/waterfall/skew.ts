import { isDelivery } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/** Timestamps are whole milliseconds, so a child may seem to be outside by as much. */
const skewToleranceMs = 2;

/**
 * How far a span lies outside its parent, in ms; empty when it does not. What starts after its parent's end was left to
 * run by itself, as a queue message is, and is not outside of it.
 */
export function skewOf({ row, parent, joined, start, end }: SpanNode): { skewMs?: number } {
  if (row === undefined || parent?.row === undefined || joined) return {};
  if (
    start > parent.end ||
    (isDelivery(row) && !parent.joined && parent.row.itemType !== 'requests')
  )
    return {};
  const skewMs = Math.max(parent.start - start, end - parent.end);
  return skewMs > skewToleranceMs ? { skewMs } : {};
}
