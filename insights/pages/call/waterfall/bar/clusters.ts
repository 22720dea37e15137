import { formatSpan } from '../../../../format.ts';
import { toPlainLine } from '../../../../plainLine.ts';
import type { Mark } from '../../../../view/waterfall.ts';
import { seqOf } from '../tree/rowLines.ts';

/** Signs of one kind that are drawn as one, since they would lie on each other. */
export interface Cluster {
  readonly kind: Mark['kind'];
  readonly px: number;
  readonly title: string;
  /** `seq` of the first row; absent for the first chunk. */
  readonly seq?: number;
  readonly count: number;
}

/** Signs nearer to each other than this are one. */
const apartPx = 7;

/** The signs of a line by their place in CSS pixels, those out of sight left out. */
export function toClusters(
  marks: readonly Mark[],
  toPx: (x: number) => number,
  width: number,
): readonly Cluster[] {
  const clusters = new Map<string, Cluster>();
  for (const mark of marks) {
    const px = toPx(mark.x);
    if (px < -apartPx || px > width + apartPx) continue;
    const key = `${mark.kind} ${Math.round(px / apartPx)}`;
    const known = clusters.get(key);
    if (known !== undefined) {
      const count = known.count + 1;
      clusters.set(key, { ...known, count, title: `${count} × ${nouns[mark.kind]}` });
      continue;
    }
    const seq = seqOf(mark);
    clusters.set(key, {
      kind: mark.kind,
      px,
      title: toTitle(mark),
      count: 1,
      ...(seq !== undefined && { seq }),
    });
  }
  return [...clusters.values()];
}

const nouns = { first: 'first chunk', log: 'log line', exception: 'exception', event: 'event' };

function toTitle({ kind, atMs, row }: Mark): string {
  const at = atMs <= 0 ? 'at the start' : `at ${formatSpan(atMs)}`;
  const text = row?.message ?? row?.outerMessage ?? row?.name;
  const said = text === undefined ? '' : `: ${toPlainLine(text, 200)}`;
  return `${nouns[kind]} ${at}${said}`;
}
