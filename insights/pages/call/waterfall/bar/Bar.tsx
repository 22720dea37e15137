import { formatSpan } from '../../../../format.ts';
import type { Line, Segment } from '../../../../view/waterfall.ts';
import { selectRow } from '../../callView.ts';
import { toSeen, type Zoom } from '../zoom.ts';
import { toClusters } from './clusters.ts';
import { Ending, endingWidth, letterPx } from './Ending.tsx';

/** Least width of a bar in CSS pixels, so that the shortest is seen. */
const leastPx = 2;
/** A sign nearer to the end of a bar than this leaves no room for words there. */
const nearPx = 12;
/** How far a bar that leaves the view is drawn beyond the edge. */
const beyondPx = 12;
const signs = { first: '◆', log: '▵', exception: '◇', event: '•' } as const;

/** The bar of a line: its pieces, what became of it, and the signs on it. */
export function Bar({ line, zoom, width }: { line: Line; zoom: Zoom; width: number }) {
  const toPx = (x: number) => toSeen(zoom, x) * width;
  const { failed, code } = line;
  const ending = code ?? 'failed';
  const endPx = Math.max(toPx(line.x) + leastPx, toPx(line.x + line.width));
  const clusters = toClusters(line.marks, toPx, width);
  const crowded = clusters.some(({ px }) => Math.abs(px - endPx) < nearPx);
  const endingPx = endingWidth(ending);
  const startPx = toPx(line.x);
  const isAfter = failed && endPx + endingPx <= width;
  return (
    <div class={`bar ${line.kind}${failed ? ' failed' : ''}`}>
      {line.segments.map((segment, index) => {
        const box = toBox(segment, toPx, width);
        if (box === undefined) return null;
        const taken = segment.kind === 'retry' && isAfter ? endingPx : 0;
        const room = box.width - taken;
        const fits = segment.label !== undefined && segment.label.length * letterPx < room;
        return (
          <span
            key={`${segment.kind} ${index}`}
            class={`seg ${segment.kind}`}
            title={segment.label ?? `${titles[segment.kind]} ${formatSpan(segment.durationMs)}`}
            style={{ left: `${box.left}px`, width: `${box.width}px` }}
          >
            {fits && (
              <span class="seg-label" style={{ left: `${taken + room / 2}px` }}>
                {segment.label}
              </span>
            )}
          </span>
        );
      })}
      {failed && endPx > 0 && startPx < width && (
        <Ending code={ending} startPx={startPx} endPx={endPx} width={width} crowded={crowded} />
      )}
      {clusters.map(({ kind, px, title, seq, count }) => (
        <Sign key={`${kind} ${px}`} kind={kind} px={px} title={title} seq={seq} many={count > 1} />
      ))}
    </div>
  );
}

const titles: Readonly<Record<Segment['kind'], string>> = {
  lead: 'before our code',
  wait: 'waiting for the model',
  stream: 'streaming',
  whole: 'waiting for the whole answer',
  span: 'took',
  retry: 'wait before the next call',
  queue: 'in queue',
};

function Sign({
  kind,
  px,
  title,
  seq,
  many,
}: {
  kind: keyof typeof signs;
  px: number;
  title: string;
  seq: number | undefined;
  many: boolean;
}) {
  const look = { class: `sign ${kind}${many ? ' many' : ''}`, title, style: { left: `${px}px` } };
  if (seq === undefined) return <span {...look}>{signs[kind]}</span>;
  // By keyboard the same rows are reached in their own tabs.
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={title}
      onClick={(event) => {
        event.stopPropagation();
        selectRow(seq);
      }}
      {...look}
    >
      {signs[kind]}
    </button>
  );
}

function toBox(
  { x, width: part }: Segment,
  toPx: (x: number) => number,
  width: number,
): { left: number; width: number } | undefined {
  const start = toPx(x);
  const end = Math.max(start + leastPx, toPx(x + part));
  if (end < 0 || start > width) return undefined;
  const left = Math.max(-beyondPx, start);
  return { left, width: Math.min(width + beyondPx, end) - left };
}
