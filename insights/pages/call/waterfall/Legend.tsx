/** What the fills and signs of the bars mean, and the buttons for what keys do. */
export function Legend({
  rootArrived,
  zoomed,
  trueScale,
  hasFolds,
  onZoom,
  onWhole,
  onScale,
}: {
  rootArrived: boolean;
  zoomed: boolean;
  trueScale: boolean;
  hasFolds: boolean;
  /** Shows so many times as much. */
  onZoom(factor: number): void;
  onWhole(): void;
  onScale(): void;
}) {
  return (
    <div class="legend">
      {!rootArrived && <strong class="warn">The call's own row has not arrived (yet)</strong>}
      <span>
        <i class="key wait" /> waiting
      </span>
      <span>
        <i class="sign-key first">◆</i> first chunk
      </span>
      <span>
        <i class="key stream" /> streaming
      </span>
      <span>
        <i class="key whole" /> not streamed
      </span>
      <span>
        <i class="key retry" /> wait
      </span>
      <span>
        <i class="sign-key log">▵</i> log
      </span>
      <span>
        <i class="sign-key exception">◇</i> exception
      </span>
      <span class="zoom-buttons">
        <button type="button" class="quiet" title="Zoom in (+)" onClick={() => onZoom(1 / 2)}>
          +<span class="visually-hidden"> zoom in</span>
        </button>
        <button
          type="button"
          class="quiet"
          title="Zoom out (-)"
          disabled={!zoomed}
          onClick={() => onZoom(2)}
        >
          −<span class="visually-hidden"> zoom out</span>
        </button>
        <button
          type="button"
          class="quiet"
          title="Whole call (0)"
          disabled={!zoomed}
          onClick={onWhole}
        >
          0<span class="visually-hidden"> whole call</span>
        </button>
        {(hasFolds || trueScale) && (
          <button type="button" class="quiet" aria-pressed={trueScale} onClick={onScale}>
            true scale (f)
          </button>
        )}
      </span>
    </div>
  );
}
