import { useMemo } from 'preact/hooks';
import { formatCount } from '../../../format.ts';
import { toLegend } from '../../../view/waterfall/legend.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { useCommands } from '../../keys/useCommands.ts';
import { readCallView, showCall } from '../callView.ts';
import { wholeAxis, zoomBy } from './zoom.ts';

/** From so many lines on they are more than one sees at once. */
export function isLarge(lines: Waterfall['lines']): boolean {
  return lines.length >= 100;
}

/** What the signs and fills on this waterfall mean, and the keys and buttons that zoom and filter. */
export function Legend({ waterfall }: { waterfall: Waterfall }) {
  const { rootArrived, folds, lines } = waterfall;
  const entries = useMemo(() => toLegend(waterfall), [lines]);
  const { zoom, trueScale, failedOnly } = readCallView();
  const failed = useMemo(() => lines.filter((line) => line.failed).length, [lines]);
  const mayFilter = isLarge(lines) || failedOnly;
  const isWhole = zoom.to - zoom.from >= 1;
  const zoomIn = () => showCall({ zoom: zoomBy(zoom, 1 / 2) }, { replace: true });
  const zoomOut = () => showCall({ zoom: zoomBy(zoom, 2) }, { replace: true });
  const zoomReset = () => showCall({ zoom: wholeAxis }, { replace: true });
  const scale = () => showCall({ trueScale: !trueScale, zoom: wholeAxis });
  const filter = () => {
    if (mayFilter) showCall({ failedOnly: !failedOnly });
  };
  useCommands({ zoomIn, zoomOut, zoomReset, trueScale: scale, failedOnly: filter });
  return (
    <div class="legend">
      {!rootArrived && <strong class="warn">The call's own row has not arrived (yet)</strong>}
      {entries.map(({ look, sign, word }) => (
        <span key={word}>
          <i class={look}>{sign}</i> {word}
        </span>
      ))}
      <span class="zoom-buttons">
        {mayFilter && (
          <button
            type="button"
            class="quiet"
            aria-pressed={failedOnly}
            title="Only what failed, and what stands above it (x)"
            onClick={filter}
          >
            failed only <span class={failed > 0 ? 'error' : undefined}>{formatCount(failed)}</span>
          </button>
        )}
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
