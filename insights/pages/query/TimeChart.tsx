import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TimeLines } from '../../view/queryChart.ts';
import type { Drawing, Drawn } from '../overview/drawChart.ts';
import { matches, theme } from '../screen.ts';
import { colorAt, isSecondRound } from './colors.ts';
import { formatValue } from './formatValue.ts';

const isDark = matches('(prefers-color-scheme: dark)');

/** Lines over time, and a legend with the values under the crosshair. */
export function TimeChart({ chart }: { chart: TimeLines }) {
  const parent = useRef<HTMLDivElement>(null);
  const [step, setStep] = useState<number>();
  const [failed, setFailed] = useState(false);
  const drawn = useMemo(() => toDrawn(chart), [chart]);
  const look = theme.value === 'system' ? isDark.value : theme.value;
  useEffect(() => {
    const element = parent.current;
    if (element === null) return;
    let drawing: Drawing | undefined;
    let wanted = true;
    const observer = new ResizeObserver(() => drawing?.resize(element.clientWidth));
    import('../overview/drawChart.ts').then(
      ({ drawChart }) => {
        if (!wanted) return;
        drawing = drawChart(element, drawn, { zoom() {}, open() {}, hover: setStep });
        observer.observe(element);
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
      observer.disconnect();
      drawing?.remove();
    };
  }, [drawn, look]);
  const at = step === undefined ? undefined : drawn.x[step];
  return (
    <>
      <div class="chart-legend">
        {drawn.chart.series.map(({ label, color, stroke, values }) => (
          <span key={label}>
            <i
              class={stroke ? `swatch ${stroke}` : 'swatch'}
              style={{
                borderColor: `var(${color})`,
                background: stroke ? 'none' : `var(${color})`,
              }}
            />
            {label}
            {step !== undefined && <b>{toValue(values[step])}</b>}
          </span>
        ))}
        {at !== undefined && <span class="dim">{new Date(at * 1_000).toLocaleString()}</span>}
      </div>
      {failed ? (
        <p class="dim">The chart could not be loaded; the table has its values.</p>
      ) : (
        <div class="chart-canvas" ref={parent} />
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
