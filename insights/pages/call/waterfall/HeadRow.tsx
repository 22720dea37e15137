import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { formatSpan } from '../../../format.ts';
import { toTicks } from '../../../view/waterfall/ticks.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { showCall } from '../callView.ts';
import { letterPx } from './bar/Ending.tsx';
import { toSeen, type Zoom, zoomTo } from './zoom.ts';

/** The names of the columns, and the time axis. */
export function HeadRow({
  waterfall,
  zoom,
  width,
  head,
  bars,
}: {
  waterfall: Waterfall;
  zoom: Zoom;
  width: number;
  head: RefObject<HTMLDivElement | null>;
  /** What is as wide as the axis. */
  bars: RefObject<HTMLDivElement | null>;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by themselves, so there is no table
    <div role="row" tabIndex={-1} class="wf-head" aria-rowindex={1} ref={head}>
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      <div role="columnheader" tabIndex={-1}>
        name
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      <div role="columnheader" tabIndex={-1} class="wf-took">
        took
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      <div role="columnheader" tabIndex={-1} aria-label="time line" class="wf-bar">
        <div ref={bars}>
          <Ruler waterfall={waterfall} zoom={zoom} width={width} />
        </div>
      </div>
    </div>
  );
}

/** Width of a tick's label, and its distance to the next, in CSS pixels. */
const tickRoom = 90;
/** How far a label may pass the end of the axis, in CSS pixels. */
const edgeRoom = 8;

/** The time axis. Dragging over a part of it shows only that. */
function Ruler({ waterfall, zoom, width }: { waterfall: Waterfall; zoom: Zoom; width: number }) {
  const ruler = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>(undefined);
  const pointAt = ({ clientX }: PointerEvent) => {
    const box = ruler.current?.getBoundingClientRect();
    const part = box ? (clientX - box.left) / box.width : 0;
    return Math.min(1, Math.max(0, part));
  };
  const ticks = toTicks(waterfall, zoom.from, zoom.to, Math.max(2, Math.floor(width / tickRoom)));
  return (
    <div
      class={waterfall.folds.length > 0 ? 'ruler with-folds' : 'ruler'}
      ref={ruler}
      title="Drag to zoom; 0 shows all"
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        ruler.current?.setPointerCapture(event.pointerId);
        setDrag({ from: pointAt(event), to: pointAt(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: pointAt(event) })}
      onPointerUp={() => {
        if (drag && Math.abs(drag.to - drag.from) * width > 4) {
          const toAxis = (part: number) => zoom.from + part * (zoom.to - zoom.from);
          showCall({ zoom: zoomTo(toAxis(drag.from), toAxis(drag.to)) });
        }
        setDrag(undefined);
      }}
    >
      {ticks.map(({ ms, x, label }) => (
        <span key={ms} class="tick" style={{ left: `${100 * toSeen(zoom, x)}%` }}>
          {toSeen(zoom, x) * width + label.length * letterPx < width + edgeRoom && label}
        </span>
      ))}
      {waterfall.folds.map(({ startMs, endMs, x, width: part, label }) => (
        <span
          key={startMs}
          class="fold-label"
          title={`${label}: ${formatSpan(endMs - startMs)} drawn short; f draws it in full`}
          style={{ left: `${100 * toSeen(zoom, x + part / 2)}%` }}
        >
          {label}
        </span>
      ))}
      {drag && (
        <span
          class="drag"
          style={{
            left: `${100 * Math.min(drag.from, drag.to)}%`,
            width: `${100 * Math.abs(drag.to - drag.from)}%`,
          }}
        />
      )}
    </div>
  );
}
