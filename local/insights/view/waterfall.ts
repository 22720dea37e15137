import { formatSpan } from '../format.ts';
import type { Row } from '../row.ts';
import { type Attempt, toAttempts } from './waterfall/attempts.ts';
import { type Axis, createAxis, type FoldedStretch, type Stretch } from './waterfall/axis.ts';
import { type Piece, toPieces } from './waterfall/bar.ts';
import type { Line, Segment } from './waterfall/line.ts';
import { toLineLabel } from './waterfall/lineLabel.ts';
import { toMarks } from './waterfall/marks.ts';
import { toQueueWaits } from './waterfall/queueWaits.ts';
import { codeOf, isInvocation, kindOf, type LineKind } from './waterfall/rowKind.ts';
import { skewOf } from './waterfall/skew.ts';
import type { SpanNode } from './waterfall/spanNode.ts';
import { toSpanTree } from './waterfall/spanTree.ts';

export type { Line, Mark, Segment } from './waterfall/line.ts';

/** A gap that is drawn short, and what it was: `10 min 0 s in queue`. */
export interface Fold extends FoldedStretch {
  readonly label: string;
}

/** The laid-out lines of a call. */
export interface Waterfall extends Axis {
  readonly lines: readonly Line[];
  readonly folds: readonly Fold[];
  /** Where the axis begins, in ms since 1970. */
  readonly startedAt: number;
  readonly totalMs: number;
  /** False when a row's parent is missing: the tree then hangs under a ghost. */
  readonly rootArrived: boolean;
}

/** How a waterfall is laid out. */
export interface WaterfallOptions {
  /** Draws long gaps as long as they are. */
  readonly trueScale?: boolean;
}

/** Lays out the rows of a call, and of the host's rows that belong to it, as the lines of a waterfall. */
export function toWaterfall(
  rows: readonly Row[],
  { trueScale = false }: WaterfallOptions = {},
): Waterfall {
  const { nodes, hasGhost } = toSpanTree(rows);
  const waits = toQueueWaits(nodes);
  const busy = busyOf(nodes);
  const startedAt = busy.reduce((least, { startMs }) => Math.min(least, startMs), Infinity);
  const endsAt = busy.reduce((most, { endMs }) => Math.max(most, endMs), -Infinity);
  const totalMs = busy.length === 0 ? 0 : endsAt - startedAt;
  const fromStart = ({ startMs, endMs }: Stretch) => ({
    startMs: startMs - startedAt,
    endMs: endMs - startedAt,
  });
  const axis = createAxis(busy.map(fromStart), totalMs, trueScale);
  const attempts = attemptsOf(nodes);
  const invocations = invocationsOf(nodes);
  const indexes = new Map(nodes.map((node, index) => [node, index]));
  const descendants = countDescendants(nodes, indexes);
  const place = (start: number, end: number) => {
    const x = axis.toX(start - startedAt);
    const durationMs = end - start;
    return { startMs: start - startedAt, durationMs, x, width: axis.toX(end - startedAt) - x };
  };
  const toSegment = ({ kind, start, end, label }: Piece): Segment => ({
    kind,
    ...place(start, end),
    ...(label !== undefined && { label }),
  });
  const lines = nodes.map((node, index): Line => {
    const attempt = attempts.get(node);
    const wait = waits.get(node);
    const pieces = toPieces(node, attempt, invocations.get(node));
    const line = {
      key: node.key,
      kind: node.row === undefined ? toKind(node.role) : kindOf(node.row),
      name: node.name,
      ...(node.row !== undefined && { row: node.row }),
      depth: node.depth,
      parent: node.parent === undefined ? -1 : (indexes.get(node.parent) ?? -1),
      descendants: descendants[index] ?? 0,
      ...place(node.start, node.end),
      segments: (wait === undefined ? pieces : [wait, ...pieces]).map(toSegment),
      marks: toMarks(node, startedAt, axis),
      ...failureOf(node),
      ...(attempt !== undefined &&
        attempt.of > 1 && { attempt: { n: attempt.n, of: attempt.of, waitMs: attempt.waitMs } }),
      fallback: attempt?.fallback ?? false,
      ...stepOf(node),
      joined: node.joined,
      ...skewOf(node),
      endedBeforeStart: node.endedBeforeStart,
    };
    return { ...line, label: toLineLabel(line) };
  });
  const folds = axis.folds.map((fold) => ({ ...fold, label: toFoldLabel(fold, lines) }));
  return { ...axis, lines, folds, startedAt, totalMs, rootArrived: !hasGhost };
}

/** When something ran or was written; a ghost and a group only stand for others. */
function busyOf(nodes: readonly SpanNode[]): Stretch[] {
  return nodes.flatMap(({ role, start, end, marks }) => [
    ...(role === 'span' ? [{ startMs: start, endMs: end }] : []),
    ...marks.map(({ at }) => ({ startMs: at, endMs: at })),
  ]);
}

function attemptsOf(nodes: readonly SpanNode[]): ReadonlyMap<SpanNode, Attempt> {
  const calls = new Map<SpanNode | undefined, SpanNode[]>();
  for (const node of nodes) {
    if (node.row === undefined || kindOf(node.row) !== 'model') continue;
    const siblings = calls.get(node.parent);
    if (siblings === undefined) calls.set(node.parent, [node]);
    else siblings.push(node);
  }
  return new Map([...calls.values()].flatMap((siblings) => [...toAttempts(siblings)]));
}

/** The invocation under each row of the host. */
function invocationsOf(nodes: readonly SpanNode[]): ReadonlyMap<SpanNode, SpanNode> {
  const invocations = new Map<SpanNode, SpanNode>();
  for (const node of nodes) {
    if (node.row && node.parent && isInvocation(node.row)) invocations.set(node.parent, node);
  }
  return invocations;
}

function countDescendants(
  nodes: readonly SpanNode[],
  indexes: ReadonlyMap<SpanNode, number>,
): readonly number[] {
  const counts = nodes.map(() => 0);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const parent = nodes[index]?.parent;
    const above = parent === undefined ? undefined : indexes.get(parent);
    if (above !== undefined) counts[above] = (counts[above] ?? 0) + (counts[index] ?? 0) + 1;
  }
  return counts;
}

function toKind(role: SpanNode['role']): LineKind {
  return role === 'span' ? 'other' : role;
}

function failureOf({ row }: SpanNode): { failed: boolean; code?: string } {
  const code = row && codeOf(row);
  return code === undefined ? { failed: false } : { failed: true, code };
}

function stepOf({ row }: SpanNode): { step?: number } {
  const step = Number(row?.customDimensions['app.step'] ?? Number.NaN);
  return Number.isFinite(step) ? { step } : {};
}

function toFoldLabel({ startMs, endMs }: Stretch, lines: readonly Line[]): string {
  const span = formatSpan(endMs - startMs);
  const inQueue = lines.some(({ segments }) =>
    segments.some(
      ({ kind, startMs: from, durationMs }) =>
        kind === 'queue' && from < endMs && from + durationMs > startMs,
    ),
  );
  return inQueue ? `${span} in queue` : `${span} in which nothing ran`;
}
