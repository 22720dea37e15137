import { toTicks } from '../../../view/waterfall/ticks.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { toSeen, type Zoom } from './zoom.ts';

/** The lines of the ticks and the bands of the folds, behind the bars. */
export function Grid({
  waterfall,
  zoom,
  width,
}: {
  waterfall: Waterfall;
  zoom: Zoom;
  width: number;
}) {
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
