import { formatSpan } from '../../format.ts';
import type { Piece } from './bar.ts';
import { topOfRun } from './deliveries.ts';
import { isDelivery } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/**
 * The wait of each queue message before its run, by the line that it is drawn on: from what sent it, then from the end of
 * the delivery before.
 */
export function toQueueWaits(nodes: readonly SpanNode[]): ReadonlyMap<SpanNode, Piece> {
  const waits = new Map<SpanNode, Piece>();
  const before = new Map<string, number>();
  for (const node of nodes) {
    if (node.row === undefined || !isDelivery(node.row)) continue;
    const run = topOfRun(node);
    const line = run.parent?.role === 'delivery' ? run.parent : run;
    const job = node.row.customDimensions['app.job'] ?? node.key;
    const last = before.get(job);
    const since = last ?? line.parent?.end;
    before.set(job, Math.max(run.end, node.end));
    if (since === undefined || since >= line.start) continue;
    const span = formatSpan(line.start - since);
    const label = last === undefined ? `in queue ${span}` : `delivered again after ${span}`;
    waits.set(line, { kind: 'queue', start: since, end: line.start, label });
  }
  return waits;
}
