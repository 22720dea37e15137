import { type Chart, formats } from './chart.ts';

/** What a chart shows, as a table: one line a step that has anything, newest first, each a link to its calls. */
export function ChartTable({
  chart,
  times,
  toCalls,
}: {
  chart: Chart;
  times: readonly string[];
  toCalls: (step: number, series: number | undefined) => string;
}) {
  const steps = times
    .map((time, step) => ({ time, step }))
    .filter(({ step }) => chart.series.some(({ values }) => values[step]))
    .reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="chart-table" aria-label={`${chart.title}, as table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {chart.series.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            {chart.n && <th scope="col">n</th>}
          </tr>
        </thead>
        <tbody>
          {steps.map(({ time, step }) => (
            <tr key={time}>
              <th scope="row">
                <a href={toCalls(step, undefined)}>{time}</a>
              </th>
              {chart.series.map(({ label, values }) => {
                const value = values[step];
                return (
                  <td key={label}>
                    {value === null || value === undefined ? '–' : formats[chart.unit](value)}
                  </td>
                );
              })}
              {chart.n && <td>{chart.n[step]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
