import { isInvocation } from '../../ours.ts';
import type { Row } from '../../row.ts';
import { timeOf } from '../../time.ts';
import { groupDeliveries } from './deliveries.ts';
import { inOrder } from './order.ts';
import { invocationOf } from './rowKind.ts';
import { createGhost, isSpan, type SpanNode, toNodes, widen } from './spanNode.ts';

/** The spans of a call, each after its parent and then by time. */
export interface SpanTree {
  readonly nodes: readonly SpanNode[];
  /** Whether a row's parent is missing. */
  readonly hasGhost: boolean;
}

/** The sentence and the waterfall of a call are made from the same rows; for 10,000 a tree takes 20 ms. */
const trees = new WeakMap<readonly Row[], SpanTree>();

/**
 * Puts rows in the order of a waterfall. The host's row of another trace goes between its invocation and what the
 * invocation continues; several runs of one job get a line each above them; what hangs on a row that has not come hangs
 * under a ghost.
 */
export function toSpanTree(rows: readonly Row[]): SpanTree {
  const tree = trees.get(rows) ?? createSpanTree(rows);
  trees.set(rows, tree);
  return tree;
}

function createSpanTree(rows: readonly Row[]): SpanTree {
  const nodes = toNodes(rows);
  const byId = new Map<string, SpanNode>();
  for (const node of nodes) {
    const id = node.row?.id ? idOf(node.row.operation_Id, node.row.id) : undefined;
    if (id !== undefined && !byId.has(id)) byId.set(id, node);
  }
  const hosts = new Map<string, SpanNode>();
  for (const node of nodes) {
    const invocation = node.row?.customDimensions['faas.invocation_id'];
    if (node.row?.itemType === 'requests' && invocation) hosts.set(invocation, node);
  }
  const ghosts = new Map<string, SpanNode>();
  const toGhost = (row: Row) => {
    const invocation = invocationOf(row) ?? '';
    const ghost = ghosts.get(invocation) ?? createGhost(invocation, hosts.get(invocation));
    ghosts.set(invocation, ghost);
    return ghost;
  };
  const parentOf = (row: Row) => byId.get(idOf(row.operation_Id, row.operation_ParentId));

  for (const node of nodes) {
    const { row } = node;
    if (row === undefined) continue;
    const found = parentOf(row);
    if (found !== node) node.parent = found;
    if (found === undefined && needsParent(row)) node.parent = toGhost(row);
  }
  for (const node of nodes) if (node.row && isInvocation(node.row)) joinHost(node, node.row, hosts);
  const groups = groupDeliveries(nodes);
  addMarks(rows, { parentOf, toGhost, owners: ownersOf(nodes), first: nodes[0] });
  for (const node of nodes) if (node.parent?.role === 'ghost') widen(node.parent, node);
  return {
    nodes: inOrder([...ghosts.values(), ...groups, ...nodes]),
    hasGhost: ghosts.size > 0,
  };
}

function idOf(operation: string, id: string): string {
  return `${operation.length} ${operation} ${id}`;
}

/** At the top may stand a request or an invocation, whose parent is the caller's; and what names no parent. */
function needsParent(row: Row): boolean {
  const { operation_ParentId: parent, operation_Id, id, itemType } = row;
  const named = parent !== '' && parent !== operation_Id && parent !== id;
  return named && itemType !== 'requests' && !isInvocation(row);
}

function joinHost(node: SpanNode, row: Row, hosts: ReadonlyMap<string, SpanNode>): void {
  const host = hosts.get(invocationOf(row) ?? '');
  if (host?.row === undefined || host.row.operation_Id === row.operation_Id) return;
  host.joined = true;
  host.parent = node.parent;
  node.parent = host;
}

/** The first span of each invocation: what says no parent is put there. */
function ownersOf(nodes: readonly SpanNode[]): ReadonlyMap<string, SpanNode> {
  const owners = new Map<string, SpanNode>();
  for (const node of nodes) {
    const invocation = node.row && invocationOf(node.row);
    if (invocation !== undefined && !owners.has(invocation)) owners.set(invocation, node);
  }
  return owners;
}

function addMarks(
  rows: readonly Row[],
  {
    parentOf,
    toGhost,
    owners,
    first,
  }: {
    readonly parentOf: (row: Row) => SpanNode | undefined;
    readonly toGhost: (row: Row) => SpanNode;
    readonly owners: ReadonlyMap<string, SpanNode>;
    readonly first: SpanNode | undefined;
  },
): void {
  for (const row of rows) {
    if (isSpan(row) || row.itemType === 'customMetrics') continue;
    const orphan = needsParent(row);
    const owner = orphan ? undefined : (owners.get(invocationOf(row) ?? '') ?? first);
    const node = parentOf(row) ?? owner ?? toGhost(row);
    const at = timeOf(row);
    node.marks.push({ row, at });
    if (node.role === 'ghost') widen(node, { start: at, end: at });
  }
}
