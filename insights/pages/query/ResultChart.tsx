import { useMemo } from 'preact/hooks';
import { formatCount } from '../../format.ts';
import type { QueryResult } from '../../queryApi.ts';
import { type QueryChart, toQueryChart } from '../../view/queryChart.ts';
import { Bars } from './Bars.tsx';
import { Pie } from './Pie.tsx';
import { TimeChart } from './TimeChart.tsx';

/** What `render` asks for; the table with the same values follows it. */
export function ResultChart({ result }: { result: QueryResult }) {
  const chart = useMemo(() => toQueryChart(result), [result]);
  if (chart === undefined) return null;
  if (chart.kind === 'none') return <p class="dim">{chart.why}</p>;
  const title = result.render?.properties.title;
  return (
    <figure
      class="query-chart"
      aria-label={`${title ?? 'Chart of the result'}; the table below has its values`}
    >
      {title && <figcaption>{title}</figcaption>}
      <Drawn chart={chart} />
      {chart.left > 0 && (
        <p class="dim">
          {formatCount(chart.left)} more {chart.kind === 'time' ? 'series' : 'rows'} are in the
          table alone.
        </p>
      )}
    </figure>
  );
}

function Drawn({ chart }: { chart: Exclude<QueryChart, { kind: 'none' }> }) {
  switch (chart.kind) {
    case 'time':
      return <TimeChart chart={chart} />;
    case 'bars':
      return <Bars of={chart.of} shares={chart.shares} />;
    case 'pie':
      return <Pie of={chart.of} shares={chart.shares} />;
  }
}
