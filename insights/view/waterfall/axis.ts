/** A stretch of time in ms from the start of the axis. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch that is drawn shorter than it is; `x` and `width` are fractions of the axis. */
export interface FoldedStretch extends Stretch {
  readonly x: number;
  readonly width: number;
}

/** Times as fractions of the axis, and back. */
export interface Axis {
  readonly folds: readonly FoldedStretch[];
  toX(ms: number): number;
  toMs(x: number): number;
}

/** Gaps are folded when they are together more than this part of the axis, */
const foldAbove = 0.6;
/** each that is at least this part of it, */
const leastFold = 0.05;
/** and are drawn as wide as this. */
const foldWidth = 0.04;

/**
 * The axis from 0 to `totalMs`. Unless `trueScale`, gaps in which nothing ran are drawn short when they are over 60 % of
 * it.
 */
export function createAxis(busy: readonly Stretch[], totalMs: number, trueScale: boolean): Axis {
  const gaps = trueScale ? [] : gapsOf(busy).filter((gap) => lengthOf(gap) >= totalMs * leastFold);
  const idleMs = gaps.reduce((sum, gap) => sum + lengthOf(gap), 0);
  const folded = idleMs > totalMs * foldAbove ? gaps : [];
  const scale =
    (1 - folded.length * foldWidth) / Math.max(totalMs - (folded.length && idleMs), 1e-6);
  const pieces: (FoldedStretch & { readonly folded: boolean })[] = [];
  let ms = 0;
  let x = 0;
  const add = (endMs: number, width: number, isFold: boolean) => {
    pieces.push({ startMs: ms, endMs, x, width, folded: isFold });
    ms = endMs;
    x += width;
  };
  for (const { startMs, endMs } of folded) {
    add(startMs, (startMs - ms) * scale, false);
    add(endMs, foldWidth, true);
  }
  add(totalMs, (totalMs - ms) * scale, false);
  return {
    folds: pieces.filter(({ folded: isFold }) => isFold),
    toX(at) {
      const piece = pieces.find(({ endMs }) => at <= endMs) ?? pieces.at(-1);
      if (piece === undefined || lengthOf(piece) === 0) return piece?.x ?? 0;
      return piece.x + ((at - piece.startMs) / lengthOf(piece)) * piece.width;
    },
    toMs(at) {
      const piece = pieces.find((each) => at <= each.x + each.width) ?? pieces.at(-1);
      if (piece === undefined || piece.width === 0) return piece?.startMs ?? 0;
      return piece.startMs + ((at - piece.x) / piece.width) * lengthOf(piece);
    },
  };
}

function lengthOf({ startMs, endMs }: Stretch): number {
  return endMs - startMs;
}

function gapsOf(busy: readonly Stretch[]): Stretch[] {
  const gaps: Stretch[] = [];
  let until = 0;
  for (const { startMs, endMs } of [...busy].sort((a, b) => a.startMs - b.startMs)) {
    if (startMs > until) gaps.push({ startMs: until, endMs: startMs });
    until = Math.max(until, endMs);
  }
  return gaps;
}
