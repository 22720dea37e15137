import { formatSpan } from '../format.ts';
import { isInvocation } from '../ours.ts';
import type { Row } from '../row.ts';
import { toMicros } from '../time.ts';
import { type Attempt, toAttempts } from './waterfall/attempts.ts';
import { type Axis, createAxis, type FoldedStretch, type Stretch } from './waterfall/axis.ts';
import { type Piece, toPieces } from './waterfall/bar.ts';
import { busyOf, startOf } from './waterfall/busy.ts';
import type { Line, Segment } from './waterfall/line.ts';
import { toLineLabel } from './waterfall/lineLabel.ts';
import { toMarks } from './waterfall/marks.ts';
import { toQueueWaits } from './waterfall/queueWaits.ts';
import { codeOf, kindOf, type LineKind, ownKindOf } from './waterfall/rowKind.ts';
import { skewOf } from './waterfall/skew.ts';
import type { SpanNode } from './waterfall/spanNode.ts';
import { toSpanTree } from './waterfall/spanTree.ts';

export type { Line, Mark, Segment } from './waterfall/line.ts';

/** A gap that is drawn short, and what it was: `10 min 0 s in queue`. */
interface Fold extends FoldedStretch {
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

/** A line while it is made. */
type Draft = { -readonly [field in keyof Line]: Line[field] };

/** Lays out the rows of a call, and of the host's rows that belong to it, as the lines of a waterfall. */
export function toWaterfall(
  rows: readonly Row[],
  { trueScale = false }: WaterfallOptions = {},
): Waterfall {
  const { nodes, hasGhost } = toSpanTree(rows);
  const waits = toQueueWaits(nodes);
  const startedAt = startOf(nodes);
  const busy = busyOf(nodes, startedAt);
  const totalMs = busy.reduce((most, { endMs }) => Math.max(most, endMs), 0);
  const axis = createAxis(busy, totalMs, trueScale);
  const attempts = attemptsOf(nodes);
  const invocations = invocationsOf(nodes);
  const descendants = countDescendants(nodes);
  const hasApps = new Set(rows.flatMap(({ cloud_RoleName }) => cloud_RoleName || [])).size > 1;
  const toSegment = ({ kind, start, end, label }: Piece): Segment => {
    const x = axis.toX(start - startedAt);
    const segment = {
      kind,
      startMs: toMicros(start - startedAt),
      durationMs: toMicros(end - start),
      x,
      width: axis.toX(end - startedAt) - x,
    };
    return label === undefined ? segment : { ...segment, label };
  };
  const lines = nodes.map((node, index): Line => {
    const { row, start, end } = node;
    const attempt = attempts.get(node);
    const wait = waits.get(node);
    const pieces = toPieces(node, attempt, invocations.get(node));
    const x = axis.toX(start - startedAt);
    // Conditional spreads would double the time that a trace of 10,000 spans takes.
    const line: Draft = {
      key: node.key,
      kind: row === undefined ? toKind(node.role) : kindOf(row),
      name: node.name,
      depth: node.depth,
      parent: node.parent?.index ?? -1,
      descendants: descendants[index] ?? 0,
      startMs: toMicros(start - startedAt),
      durationMs: toMicros(end - start),
      x,
      width: axis.toX(end - startedAt) - x,
      segments: (wait === undefined ? pieces : [wait, ...pieces]).map(toSegment),
      marks: toMarks(node, startedAt, axis),
      failed: false,
      fallback: attempt?.fallback ?? false,
      joined: node.joined,
      endedBeforeStart: node.endedBeforeStart,
      label: '',
    };
    if (row !== undefined) addRow(line, row, invocations.get(node)?.row);
    const app = row?.cloud_RoleName;
    if (hasApps && app && app !== node.parent?.row?.cloud_RoleName) line.app = app;
    if (attempt !== undefined && attempt.of > 1) {
      line.attempt = { n: attempt.n, of: attempt.of, waitMs: attempt.waitMs };
    }
    const skewMs = skewOf(node);
    if (skewMs !== undefined) line.skewMs = skewMs;
    line.label = toLineLabel(line);
    return line;
  });
  const folds = axis.folds.map((fold) => ({ ...fold, label: toFoldLabel(fold, lines) }));
  return { ...axis, lines, folds, startedAt, totalMs, rootArrived: !hasGhost };
}

function attemptsOf(nodes: readonly SpanNode[]): ReadonlyMap<SpanNode, Attempt> {
  const calls = new Map<SpanNode | undefined, SpanNode[]>();
  for (const node of nodes) {
    if (node.row === undefined || ownKindOf(node.row) !== 'model') continue;
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

function countDescendants(nodes: readonly SpanNode[]): readonly number[] {
  const counts = nodes.map(() => 0);
  for (const { parent, index } of nodes.toReversed()) {
    if (parent) counts[parent.index] = (counts[parent.index] ?? 0) + (counts[index] ?? 0) + 1;
  }
  return counts;
}

function toKind(role: SpanNode['role']): LineKind {
  return role === 'span' ? 'other' : role;
}

function addRow(line: Draft, row: Row, own: Row | undefined): void {
  line.row = row;
  const code = codeOf(row, own);
  if (code !== undefined) {
    line.failed = true;
    line.code = code;
  }
  const step = row.customDimensions['app.step'];
  if (step !== undefined && Number.isFinite(Number(step))) line.step = Number(step);
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
