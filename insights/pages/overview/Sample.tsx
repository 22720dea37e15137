import type { Chart } from './chart.ts';
import { hovered } from './hovered.ts';

/** The step under the crosshair, and how many calls a chart's percentiles are of: there, or in all. */
export function Sample({ chart, times }: { chart: Chart; times: readonly string[] }) {
  const step = hovered.value;
  const n = step === undefined ? chart.n?.reduce((sum, each) => sum + each, 0) : chart.n?.[step];
  const parts = [
    step === undefined ? undefined : times[step],
    n === undefined ? undefined : `n ${n.toLocaleString('en-US')}`,
  ];
  return <span class="chart-sample dim">{parts.filter(Boolean).join(' · ')}</span>;
}
