import { byStart, type SpanNode } from './spanNode.ts';

/**
 * Each span after its parent, those of one parent by time, with their depths and indexes. A loop of parents is cut at the
 * earliest. Nothing here calls itself: a trace may be thousands deep.
 */
export function inOrder(nodes: readonly SpanNode[]): SpanNode[] {
  const sorted = [...nodes].sort(byStart);
  const { firstChild, nextSibling } = linkChildren(sorted);
  const ordered: SpanNode[] = [];
  const placed = new Uint8Array(sorted.length);
  const place = (root: number) => {
    const open: (number | undefined)[] = [root];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const node = sorted[at];
      if (node === undefined) continue; // -1: no such child or sibling
      if (at !== root || placed[at]) open.push(nextSibling[at]);
      if (placed[at]) continue;
      placed[at] = 1;
      node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
      ordered.push(node);
      open.push(firstChild[at]);
    }
  };
  sorted.forEach(({ parent }, at) => {
    if (parent === undefined) place(at);
  });
  sorted.forEach((node, at) => {
    if (placed[at]) return;
    node.parent = undefined; // in a loop of parents, the earliest begins
    place(at);
  });
  ordered.forEach((node, index) => {
    node.index = index;
  });
  return ordered;
}

/** For each span by its place in time, the places of its first child and next sibling; -1 for none. */
function linkChildren(sorted: readonly SpanNode[]) {
  const firstChild = new Int32Array(sorted.length).fill(-1);
  const nextSibling = new Int32Array(sorted.length).fill(-1);
  sorted.forEach((node, at) => {
    node.index = at;
  });
  for (const { parent, index } of sorted.toReversed()) {
    if (parent === undefined) continue;
    nextSibling[index] = firstChild[parent.index] ?? -1;
    firstChild[parent.index] = index;
  }
  return { firstChild, nextSibling };
}
