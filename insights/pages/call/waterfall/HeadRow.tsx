import type { RefObject } from 'preact';
import type { Waterfall } from '../../../view/waterfall.ts';
import { Ruler } from './Ruler.tsx';
import type { Zoom } from './zoom.ts';

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
