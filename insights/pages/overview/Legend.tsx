import type { Chart } from './chart.ts';
import { hovered } from './hovered.ts';

/** What a chart's colours are, with the values of the step under the crosshair. */
export function Legend({ chart }: { chart: Chart }) {
  const step = hovered.value;
  return (
    <div class="chart-legend">
      {chart.series.map(({ label, color, stroke, values }) => {
        const value = step === undefined ? undefined : values[step];
        return (
          <span key={label}>
            <i
              class={stroke ? `swatch ${stroke}` : 'swatch'}
              style={{
                borderColor: `var(${color})`,
                background: stroke ? 'none' : `var(${color})`,
              }}
            />
            {label}
            {step !== undefined && (
              <b>{value === undefined || value === null ? '–' : chart.format(value)}</b>
            )}
          </span>
        );
      })}
      {step === undefined && chart.note && <span class="dim">{chart.note}</span>}
    </div>
  );
}
