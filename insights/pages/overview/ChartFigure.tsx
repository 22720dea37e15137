import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { formatCount } from '../../format.ts';
import { ChartCanvas } from './ChartCanvas.tsx';
import { ChartTable } from './ChartTable.tsx';
import { type Chart, formats, isEmpty, isPoint } from './chart.ts';
import type { Drawn, Pointing } from './drawChart.ts';
import { Swatch } from './Swatch.tsx';

/** The step under the crosshair, the same in every chart. */
export const hovered = signal<number | undefined>(undefined);

/** A chart with its title and legend, as a canvas or as a table. */
export function ChartFigure({
  drawn,
  times,
  pointing,
  toCalls,
  query,
}: {
  drawn: Drawn;
  times: readonly string[];
  pointing: Pointing;
  toCalls: (step: number, series: number | undefined) => string;
  /** The page of queries, with KQL that draws nearly the same. */
  query: string | undefined;
}) {
  const [chosen, setChosen] = useState<boolean>();
  const { chart } = drawn;
  const asTable = chosen ?? isPoint(chart);
  const title = `chart-${chart.id}`;
  return (
    <figure class="chart" aria-labelledby={title}>
      <figcaption>
        <h2 id={title}>{chart.title}</h2>
        <Sample chart={chart} times={times} />
        {!isEmpty(chart) && query !== undefined && (
          <a href={query} aria-label={`Open ${chart.title} in Query`}>
            query
          </a>
        )}
        {!isEmpty(chart) && (
          <button
            type="button"
            class="quiet"
            aria-pressed={asTable}
            aria-label={`${chart.title} as table`}
            onClick={() => setChosen(!asTable)}
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
            <ChartCanvas drawn={drawn} pointing={pointing} onFail={() => setChosen(true)} />
          )}
        </>
      )}
    </figure>
  );
}

/** The step under the crosshair, and how many calls a chart's percentiles are of: there, or in all. */
function Sample({ chart, times }: { chart: Chart; times: readonly string[] }) {
  const step = hovered.value;
  const n = step === undefined ? chart.calls : chart.n?.[step];
  const parts = [
    step === undefined ? undefined : times[step],
    n === undefined ? undefined : `of ${formatCount(n)} ${n === 1 ? 'call' : 'calls'}`,
  ];
  return <span class="chart-sample dim">{parts.filter(Boolean).join(' · ')}</span>;
}

/** What a chart's colours are, with the values of the step under the crosshair. */
function Legend({ chart }: { chart: Chart }) {
  const step = hovered.value;
  return (
    <div class="chart-legend">
      {chart.series.map(({ label, color, stroke, values }) => {
        const value = step === undefined ? undefined : values[step];
        return (
          <span key={label}>
            <Swatch color={color} stroke={stroke} />
            {label}
            {step !== undefined && (
              <b>{value === undefined || value === null ? '–' : formats[chart.unit](value)}</b>
            )}
          </span>
        );
      })}
      {step === undefined && chart.note && <span class="dim">{chart.note}</span>}
    </div>
  );
}
