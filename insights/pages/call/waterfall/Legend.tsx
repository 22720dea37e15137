import { useMemo } from 'preact/hooks';
import { toLegend } from '../../../view/waterfall/legend.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { useCommands } from '../../keys/useCommands.ts';
import { readCallView, showCall } from '../callView.ts';
import { wholeAxis, zoomBy } from './zoom.ts';

/** What the signs and fills on this waterfall mean, and the keys and buttons that zoom. */
export function Legend({ waterfall }: { waterfall: Waterfall }) {
  const { rootArrived, folds, lines } = waterfall;
  const entries = useMemo(() => toLegend(waterfall), [lines]);
  const { zoom, trueScale } = readCallView();
  const isWhole = zoom.to - zoom.from >= 1;
  const zoomIn = () => showCall({ zoom: zoomBy(zoom, 1 / 2) }, { replace: true });
  const zoomOut = () => showCall({ zoom: zoomBy(zoom, 2) }, { replace: true });
  const zoomReset = () => showCall({ zoom: wholeAxis }, { replace: true });
  const scale = () => showCall({ trueScale: !trueScale, zoom: wholeAxis });
  useCommands({ zoomIn, zoomOut, zoomReset, trueScale: scale });
  return (
    <div class="legend">
      {!rootArrived && <strong class="warn">The call's own row has not arrived (yet)</strong>}
      {entries.map(({ look, sign, word }) => (
        <span key={word}>
          <i class={look}>{sign}</i> {word}
        </span>
      ))}
      <span class="zoom-buttons">
        <button type="button" class="quiet" title="Zoom in (+)" onClick={zoomIn}>
          +<span class="visually-hidden"> zoom in</span>
        </button>
        <button
          type="button"
          class="quiet"
          title="Zoom out (-)"
          disabled={isWhole}
          onClick={zoomOut}
        >
          −<span class="visually-hidden"> zoom out</span>
        </button>
        <button
          type="button"
          class="quiet"
          title="Whole call (0)"
          disabled={isWhole}
          onClick={zoomReset}
        >
          0<span class="visually-hidden"> whole call</span>
        </button>
        {(folds.length > 0 || trueScale) && (
          <button type="button" class="quiet" aria-pressed={trueScale} onClick={scale}>
            true scale (f)
          </button>
        )}
      </span>
    </div>
  );
}
