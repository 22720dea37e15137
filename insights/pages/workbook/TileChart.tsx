import { navigate } from '../location.ts';
import { ChartFigure, hovered } from '../overview/ChartFigure.tsx';
import { formatStep, toIso } from '../overview/range.ts';
import { clockPlace } from '../text/Time.tsx';
import type { TileDrawn } from './toTileChart.ts';

/** A tile as a chart, with a table beside it; a step leads to its calls. */
export function TileChart({ chart, starts, from, to, stepMs }: TileDrawn) {
  const toCalls = (step: number) => {
    const start = starts[step] ?? from;
    return `/calls?${new URLSearchParams({ from: toIso(start), to: toIso(start + stepMs) })}`;
  };
  return (
    <ChartFigure
      drawn={{
        chart,
        x: starts.map((start) => (start + stepMs / 2) / 1_000),
        from: from / 1_000,
        to: to / 1_000,
      }}
      times={starts.map((start) => formatStep(toIso(start), stepMs, clockPlace()))}
      pointing={{
        zoom: () => {},
        open: (step) => navigate(toCalls(step)),
        hover: (step) => {
          hovered.value = step;
        },
      }}
      toCalls={toCalls}
      query={undefined}
    />
  );
}
