import { skewMs } from '../../store/problems.ts';
import { isDelivery } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/**
 * How far a span lies outside its parent, in ms; undefined when it does not, or by so little that the health page finds nothing. What starts after its parent's end was left to
 * run by itself, as a queue message is, and is not outside of it.
 */
export function skewOf({ row, parent, joined, start, end }: SpanNode): number | undefined {
  if (row === undefined || parent?.row === undefined || joined || start > parent.end) {
    return undefined;
  }
  const sent = isDelivery(row) && !parent.joined && parent.row.itemType !== 'requests';
  const outsideMs = Math.max(parent.start - start, end - parent.end);
  return sent || outsideMs <= skewMs ? undefined : outsideMs;
}
