import type { Stretch } from './axis.ts';
import type { SpanNode } from './spanNode.ts';

/** When the first of it ran or was written, in ms since 1970; a ghost and a group only stand for others. */
export function startOf(nodes: readonly SpanNode[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { role, start, marks } of nodes) {
    if (role === 'span') least = Math.min(least, start);
    for (const { at } of marks) least = Math.min(least, at);
  }
  return nodes.length === 0 ? 0 : least;
}

/** When something ran or was written, from the start of the axis. */
export function busyOf(nodes: readonly SpanNode[], startedAt: number): Stretch[] {
  const busy: Stretch[] = [];
  for (const { role, start, end, marks } of nodes) {
    if (role === 'span') busy.push({ startMs: start - startedAt, endMs: end - startedAt });
    for (const { at } of marks) busy.push({ startMs: at - startedAt, endMs: at - startedAt });
  }
  return busy;
}
