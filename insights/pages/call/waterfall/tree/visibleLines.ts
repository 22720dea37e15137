import type { Line } from '../../../../view/waterfall.ts';

/** A line that is not folded away, and where it stands among all of them. */
export interface VisibleLine {
  readonly line: Line;
  /** Index among all lines, as `parent` counts them. */
  readonly index: number;
  readonly folded: boolean;
}

/** The lines that are seen when those with these keys are folded. */
export function toVisibleLines(
  lines: readonly Line[],
  folded: ReadonlySet<string>,
): readonly VisibleLine[] {
  const visible: VisibleLine[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    if (line === undefined) break;
    const isFolded = line.descendants > 0 && folded.has(line.key);
    visible.push({ line, index, folded: isFolded });
    index += 1 + (isFolded ? line.descendants : 0);
  }
  return visible;
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
