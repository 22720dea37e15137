import { toVirtualWindow } from '../../../view/virtualWindow.ts';
import { toTicks } from '../../../view/waterfall/ticks.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { LineRow } from './LineRow.tsx';
import type { VisibleLine } from './tree/visibleLines.ts';
import { toSeen, type Zoom } from './zoom.ts';

/** The lines that are in sight; of thousands, no others are in the document. Lengths in CSS pixels. */
export function Lines({
  waterfall,
  visible,
  selectedKey,
  focusAt,
  hitKeys,
  zoom,
  width,
  rowHeight,
  scrollTop,
  height,
}: {
  waterfall: Waterfall;
  visible: readonly VisibleLine[];
  selectedKey: string | undefined;
  /** The line that the Tab key comes to, by its place among those seen. */
  focusAt: number;
  hitKeys: ReadonlySet<string>;
  zoom: Zoom;
  width: number;
  rowHeight: number;
  scrollTop: number;
  height: number;
}) {
  const { first, last } = toVirtualWindow({ count: visible.length, rowHeight, scrollTop, height });
  const places = Array.from({ length: last - first }, (_, index) => first + index);
  // The line with the focus is always there, and in its place: what leaves the document loses it, and what is moved within
  // it is scrolled to.
  if (focusAt < first) places.unshift(focusAt);
  else if (focusAt >= last) places.push(focusAt);
  return (
    <div class="wf-lines" style={{ height: `${visible.length * rowHeight}px` }}>
      <Grid waterfall={waterfall} zoom={zoom} width={width} />
      {places.map((at) => {
        const each = visible[at];
        if (each === undefined) return null;
        return (
          <LineRow
            key={each.line.key}
            visible={each}
            at={at}
            look={{
              top: at * rowHeight,
              selected: each.line.key === selectedKey,
              focusable: at === focusAt,
              hit: hitKeys.has(each.line.key),
              zoom,
              width,
            }}
          />
        );
      })}
    </div>
  );
}

/** The lines of the ticks and the bands of the folds, behind the bars. */
function Grid({ waterfall, zoom, width }: { waterfall: Waterfall; zoom: Zoom; width: number }) {
  const ticks = toTicks(waterfall, zoom.from, zoom.to, Math.max(2, Math.floor(width / 90)));
  return (
    <div class="wf-grid" aria-hidden="true">
      <div>
        {ticks.map(({ ms, x }) => (
          <span key={ms} class="grid-line" style={{ left: `${100 * toSeen(zoom, x)}%` }} />
        ))}
        {waterfall.folds.map(({ startMs, x, width: part }) => (
          <span
            key={startMs}
            class="grid-fold"
            style={{
              left: `${100 * toSeen(zoom, x)}%`,
              width: `${(100 * part) / (zoom.to - zoom.from)}%`,
            }}
          />
        ))}
      </div>
    </div>
  );
}
