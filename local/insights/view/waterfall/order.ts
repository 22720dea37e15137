import { byStart, type SpanNode } from './spanNode.ts';

/**
 * Each span after its parent, those of one parent by time, with their depths. A loop of parents is cut at the earliest.
 * Nothing here calls itself: a trace may be thousands deep.
 */
export function inOrder(nodes: readonly SpanNode[]): SpanNode[] {
  const sorted = [...nodes].sort(byStart);
  const children = new Map<SpanNode, SpanNode[]>();
  for (const node of sorted) {
    if (node.parent === undefined) continue;
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  const ordered: SpanNode[] = [];
  const placed = new Set<SpanNode>();
  const place = (root: SpanNode) => {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (placed.has(node)) continue;
      placed.add(node);
      node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
      ordered.push(node);
      for (const child of (children.get(node) ?? []).toReversed()) open.push(child);
    }
  };
  for (const node of sorted) if (node.parent === undefined) place(node);
  for (const node of sorted) {
    if (placed.has(node)) continue;
    node.parent = undefined; // in a loop of parents, the earliest begins
    place(node);
  }
  return ordered;
}
