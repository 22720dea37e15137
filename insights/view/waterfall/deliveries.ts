import { isDelivery } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/** The top of the run that a queue message's invocation is: the host's row when it was joined. */
export function topOfRun(node: SpanNode): SpanNode {
  return node.parent?.joined ? node.parent : node;
}

/** A line above each run of a job that was run more than once. */
export function groupDeliveries(nodes: readonly SpanNode[]): SpanNode[] {
  const jobs = new Map<string, SpanNode[]>();
  for (const node of nodes) {
    const job = node.row && isDelivery(node.row) ? node.row.customDimensions['app.job'] : undefined;
    if (job === undefined) continue;
    const runs = jobs.get(job);
    if (runs === undefined) jobs.set(job, [node]);
    else runs.push(node);
  }
  return [...jobs.values()].filter(({ length }) => length > 1).flatMap(toGroups);
}

function toGroups(runs: readonly SpanNode[]): SpanNode[] {
  const isPoison = ({ row }: SpanNode) => row?.customDimensions['faas.name'] === 'inferencePoison';
  const of = runs.filter((run) => !isPoison(run)).length;
  let n = 0;
  return runs.map((run) => {
    const top = topOfRun(run);
    const name = isPoison(run) ? 'given up, from the poison queue' : `delivery ${++n} of ${of}`;
    const group: SpanNode = {
      key: `delivery ${run.key}`,
      role: 'delivery',
      name,
      start: top.start,
      end: Math.max(top.end, run.end),
      endedBeforeStart: false,
      parent: top.parent,
      joined: false,
      marks: [],
      depth: 0,
      index: 0,
    };
    top.parent = group;
    return group;
  });
}
