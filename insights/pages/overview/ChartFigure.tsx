import { useState } from 'preact/hooks';
import { Canvas } from './Canvas.tsx';
import { ChartTable } from './ChartTable.tsx';
import { isEmpty } from './chart.ts';
import type { Drawn, Pointing } from './drawChart.ts';
import { Legend } from './Legend.tsx';
import { Sample } from './Sample.tsx';

/** A chart with its title and legend, as a canvas or as a table. */
export function ChartFigure({
  drawn,
  times,
  pointing,
  toCalls,
  theme,
}: {
  drawn: Drawn;
  times: readonly string[];
  pointing: Pointing;
  toCalls: (step: number, series: number | undefined) => string;
  theme: string;
}) {
  const [asTable, setAsTable] = useState(false);
  const { chart } = drawn;
  const title = `chart-${chart.id}`;
  return (
    <figure class="chart" aria-labelledby={title}>
      <figcaption>
        <h2 id={title}>{chart.title}</h2>
        <Sample chart={chart} times={times} />
        {!isEmpty(chart) && (
          <button
            type="button"
            class="quiet"
            aria-pressed={asTable}
            aria-label={`${chart.title} as table`}
            onClick={() => setAsTable(!asTable)}
          >
            as table
          </button>
        )}
      </figcaption>
      {isEmpty(chart) ? (
        <p class="chart-empty dim">{chart.empty}</p>
      ) : (
        <>
          <Legend chart={chart} />
          {asTable ? (
            <ChartTable chart={chart} times={times} toCalls={toCalls} />
          ) : (
            <Canvas drawn={drawn} pointing={pointing} theme={theme} />
          )}
        </>
      )}
    </figure>
  );
}
