import { toVirtualWindow } from '../../../view/virtualWindow.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { Grid } from './Grid.tsx';
import { LineRow } from './LineRow.tsx';
import type { VisibleLine } from './visibleLines.ts';
import type { Zoom } from './zoom.ts';

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
