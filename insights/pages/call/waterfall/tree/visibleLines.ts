import type { Line } from '../../../../view/waterfall.ts';

/** A line that is not folded away, and where it stands among all of them. */
export interface VisibleLine {
  readonly line: Line;
  /** Index among all lines, as `parent` counts them. */
  readonly index: number;
  readonly folded: boolean;
  /** How many lines there are below it in the tree, of those that are wanted. */
  readonly below: number;
}

/** The lines that are seen when those with these keys are folded, of all or of those with these indexes. */
export function toVisibleLines(
  lines: readonly Line[],
  folded: ReadonlySet<string>,
  wanted?: ReadonlySet<number>,
): readonly VisibleLine[] {
  const visible: VisibleLine[] = [];
  const counts = wanted && countBefore(lines, wanted);
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    if (line === undefined) break;
    const after = index + 1 + line.descendants;
    if (wanted?.has(index) === false) {
      index = after; // what stands above a wanted line is wanted too
      continue;
    }
    const below = counts ? (counts[after] ?? 0) - (counts[index + 1] ?? 0) : line.descendants;
    const isFolded = below > 0 && folded.has(line.key);
    visible.push({ line, index, folded: isFolded, below });
    index = isFolded ? after : index + 1;
  }
  return visible;
}

/** How many of the wanted lines stand before each index. */
function countBefore(lines: readonly Line[], wanted: ReadonlySet<number>): Uint32Array {
  const counts = new Uint32Array(lines.length + 1);
  for (let index = 0; index < lines.length; index++) {
    counts[index + 1] = (counts[index] ?? 0) + (wanted.has(index) ? 1 : 0);
  }
  return counts;
}

/** Indexes of the lines that failed, and of all that stand above them; of the selected one too, which is always seen. */
export function failedLines(lines: readonly Line[], selected: number): ReadonlySet<number> {
  const wanted = new Set<number>();
  lines.forEach(({ failed }, index) => {
    if (!failed && index !== selected) return;
    for (let at = index; at >= 0 && !wanted.has(at); at = lines[at]?.parent ?? -1) wanted.add(at);
  });
  return wanted;
}

/** The keys of the lines above a line, all of which must be unfolded for it to be seen. */
export function keysAbove(lines: readonly Line[], index: number): readonly string[] {
  const keys: string[] = [];
  for (let at = lines[index]?.parent ?? -1; at >= 0; at = lines[at]?.parent ?? -1) {
    const line = lines[at];
    if (line !== undefined) keys.push(line.key);
  }
  return keys;
}
