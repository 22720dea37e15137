import type { Line } from './line.ts';

/** What a part of the minimap stands for; what failed is drawn last. */
const parts = ['other', 'model', 'failed'] as const;

/** Paths of SVG, by what they stand for, in a box of `minimapWidth` by so many rows as were asked for. */
export type Minimap = Readonly<Record<(typeof parts)[number], string>>;

/** Width of the box that the paths are drawn in. */
export const minimapWidth = 1_000;

/** The shortest is drawn so wide; of what failed none is overlooked. */
const least = { other: 2, model: 2, failed: 6 };

/**
 * The lines of a waterfall, small: those that fall into one row of the box are drawn over each other, so that it takes no more to draw
 * 10,000 of them than a hundred.
 */
export function toMinimap(lines: readonly Line[], rows: number): Minimap {
  const paths = { other: '', model: '', failed: '' };
  for (let row = 0; row < rows; row++) {
    const from = Math.floor((row * lines.length) / rows);
    const to = Math.max(from + 1, Math.floor(((row + 1) * lines.length) / rows));
    const seen = lines.slice(from, to);
    for (const part of parts) {
      const stretches = seen
        .filter((line) => partOf(line) === part)
        .map(({ x, width }) => toStretch(x, width, least[part]));
      for (const [start, end] of merged(stretches)) {
        paths[part] += `M${start} ${row}h${end - start}v1h${start - end}z`;
      }
    }
  }
  return paths;
}

function partOf({ failed, kind }: Line): keyof Minimap {
  if (failed) return 'failed';
  return kind === 'model' ? 'model' : 'other';
}

function toStretch(x: number, width: number, leastWidth: number): [number, number] {
  const start = Math.min(Math.max(0, Math.round(x * minimapWidth)), minimapWidth - leastWidth);
  const end = Math.min(minimapWidth, Math.round((x + width) * minimapWidth));
  return [start, Math.max(end, start + leastWidth)];
}

function merged(stretches: [number, number][]): readonly [number, number][] {
  const apart: [number, number][] = [];
  for (const [start, end] of stretches.sort(([a], [b]) => a - b)) {
    const last = apart.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}
