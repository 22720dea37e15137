import { useMemo, useRef } from 'preact/hooks';
import { minimapWidth, toMinimap } from '../../../../view/waterfall/minimap.ts';
import type { VisibleLine } from '../tree/visibleLines.ts';
import type { Zoom } from '../zoom.ts';

/** Rows that it is drawn in, each a CSS pixel high. */
const rows = 52;

/**
 * The whole waterfall at a glance, what failed marked, what is in sight framed; a click or a drag brings that part into sight. It says
 * nothing that the tree below does not say, and does nothing that its keys do not do, so to who uses those it is not there.
 */
export function Minimap({
  visible,
  sight,
  zoom,
  onLook,
}: {
  visible: readonly VisibleLine[];
  /** The lines in sight, as parts of all. */
  sight: { readonly from: number; readonly to: number };
  zoom: Zoom;
  /** Brings a point into the middle: parts of the axis and of all lines. */
  onLook(x: number, y: number): void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const paths = useMemo(
    () =>
      toMinimap(
        visible.map(({ line }) => line),
        rows,
      ),
    [visible],
  );
  const look = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = box.current?.getBoundingClientRect() ?? new DOMRect();
    if (width > 0 && height > 0) onLook((clientX - left) / width, (clientY - top) / height);
  };
  return (
    <div
      class="minimap"
      aria-hidden="true"
      title="The whole call; click or drag to go there"
      ref={box}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        box.current?.setPointerCapture(event.pointerId);
        look(event);
      }}
      onPointerMove={(event) => {
        if (box.current?.hasPointerCapture(event.pointerId)) look(event);
      }}
    >
      <svg
        viewBox={`0 0 ${minimapWidth} ${rows}`}
        preserveAspectRatio="none"
        height={rows}
        aria-hidden="true"
      >
        {Object.entries(paths).map(([part, path]) => (
          <path key={part} class={part} d={path} />
        ))}
      </svg>
      <span
        style={{
          left: `${100 * zoom.from}%`,
          width: `${100 * (zoom.to - zoom.from)}%`,
          top: `${100 * sight.from}%`,
          height: `${100 * (sight.to - sight.from)}%`,
        }}
      />
    </div>
  );
}
