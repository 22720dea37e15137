import { useMemo, useState } from 'preact/hooks';
import type { TimeLines } from '../../view/queryChart.ts';
import { ChartCanvas } from '../overview/ChartCanvas.tsx';
import type { Drawn } from '../overview/drawChart.ts';
import { Swatch } from '../overview/Swatch.tsx';
import { colorAt, isSecondRound } from './colors.ts';
import { formatValue } from './formatValue.ts';

/** Lines over time, and a legend with the values under the crosshair. */
export function TimeChart({ chart }: { chart: TimeLines }) {
  const [step, setStep] = useState<number>();
  const [failed, setFailed] = useState(false);
  const drawn = useMemo(() => toDrawn(chart), [chart]);
  const at = step === undefined ? undefined : drawn.x[step];
  return (
    <>
      <div class="chart-legend">
        {drawn.chart.series.map(({ label, color, stroke, values }) => (
          <span key={label}>
            <Swatch color={color} stroke={stroke} />
            {label}
            {step !== undefined && <b>{toValue(values[step])}</b>}
          </span>
        ))}
        {at !== undefined && <span class="dim">{new Date(at * 1_000).toLocaleString()}</span>}
      </div>
      {failed ? (
        <p class="dim">The chart could not be loaded; the table has its values.</p>
      ) : (
        <ChartCanvas
          drawn={drawn}
          pointing={{ zoom() {}, open() {}, hover: setStep }}
          onFail={() => setFailed(true)}
        />
      )}
    </>
  );
}

function toValue(value: number | null | undefined): string {
  return typeof value === 'number' ? formatValue(value) : '–';
}

function toDrawn({ x, series }: TimeLines): Drawn {
  const [first = 0, last = first] = [x[0], x.at(-1)];
  return {
    chart: {
      id: 'result',
      title: '',
      kind: 'lines',
      unit: 'number',
      empty: '',
      series: series.map(({ label, values }, at) => ({
        label,
        color: colorAt(at),
        ...(isSecondRound(at) && { stroke: 'dashed' as const }),
        values,
      })),
      filter: () => ({}),
    },
    x,
    // One time alone has some room beside it.
    ...(last > first ? { from: first, to: last } : { from: first - 60, to: first + 60 }),
  };
}
