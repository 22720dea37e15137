import type { Stats } from '../../api.ts';
import { ranges } from '../../view/urlState.ts';
import { navigate, query } from '../location.ts';
import { useJson } from '../request.ts';
import { matches, theme } from '../screen.ts';
import { useNow } from '../useNow.ts';
import { ChartFigure, hovered } from './ChartFigure.tsx';
import { chartsOf } from './charts.ts';
import type { Pointing } from './drawChart.ts';
import { formatStep, parseRange, type Shown, toIso, toOverview, toTimes } from './range.ts';
import { Tiles } from './Tiles.tsx';

const isDark = matches('(prefers-color-scheme: dark)');
const refreshMs = 10_000;

/** `/overview`: numbers and charts of a range, kept up while it moves with the clock. */
export function OverviewPage(_: { id: string }) {
  const shown = parseRange(query.value.get('range'));
  const now = useNow(refreshMs, shown.last !== undefined);
  const { from, to } = toTimes(shown, now);
  const { value, error, loading } = useJson<Stats>(
    `/api/stats?from=${toIso(from)}&to=${toIso(to)}`,
  );
  return (
    <main class="page overview" aria-busy={loading}>
      <div class="overview-head">
        <h1>Overview</h1>
        <RangeBar shown={shown} stepMs={value?.stepMs} />
      </div>
      {error && <p class="error">{error.message}</p>}
      {value && <Tiles total={value.total} />}
      {value && value.total.calls > 0 && <Charts stats={value} />}
      {value?.total.calls === 0 && <NoCalls />}
    </main>
  );
}

function NoCalls() {
  return (
    <p class="overview-none">
      No calls in this range. Choose a longer one, or ask one in <a href="/try">Try it</a>: charts
      begin with the first call.
    </p>
  );
}

function Charts({ stats }: { stats: Stats }) {
  const shown = theme.value === 'system' ? (isDark.value ? 'dark' : 'light') : theme.value;
  const { steps, stepMs } = stats;
  const [from, to] = [Date.parse(stats.from), Date.parse(stats.to)];
  const starts = steps.map(({ timestamp }) => Date.parse(timestamp));
  const x = starts.map((start) => (start + stepMs / 2) / 1_000);
  const times = steps.map(({ timestamp }) => formatStep(timestamp, stepMs));
  return (
    <div class="charts">
      {chartsOf(stats).map((chart) => {
        const toCalls = (step: number, series: number | undefined) => {
          const start = starts[step] ?? from;
          const bucket = {
            from: toIso(Math.max(from, start)),
            to: toIso(Math.min(to, start + stepMs)),
          };
          return `/calls?${new URLSearchParams({ ...chart.filter(step, series), ...bucket })}`;
        };
        const pointing: Pointing = {
          zoom: (start, end) => {
            if (end - start >= 1_000) navigate(toOverview({ from: start, to: end }));
          },
          open: (step, series) => navigate(toCalls(step, series)),
          hover: (step) => {
            hovered.value = step;
          },
        };
        return (
          <ChartFigure
            key={chart.id}
            drawn={{ chart, x, from: from / 1_000, to: to / 1_000 }}
            times={times}
            pointing={pointing}
            toCalls={toCalls}
            theme={shown}
          />
        );
      })}
    </div>
  );
}

const names = { '15m': '15 min', '1h': '1 hour', '24h': '24 hours', '7d': '7 days' } as const;

/** Chooses the range; each choice is a link, so that back undoes it. */
function RangeBar({ shown, stepMs }: { shown: Shown; stepMs: number | undefined }) {
  return (
    <nav class="ranges" aria-label="Range">
      {(Object.keys(ranges) as (keyof typeof ranges)[]).map((range) => (
        <a
          key={range}
          href={toOverview({ last: range })}
          aria-current={shown.last === range ? 'true' : undefined}
        >
          {names[range]}
        </a>
      ))}
      {shown.last === undefined && (
        <span class="range-fixed">
          {formatStep(new Date(shown.from).toISOString(), 1)} –{' '}
          {formatStep(new Date(shown.to).toISOString(), 1)}
          <a href="/overview" aria-label="Back to the last hour" title="Back to the last hour">
            ✕
          </a>
        </span>
      )}
      {stepMs !== undefined && (
        <span class="dim ranges-hint">drag to zoom, click for the calls</span>
      )}
    </nav>
  );
}
