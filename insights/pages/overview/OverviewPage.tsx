import { useEffect, useState } from 'preact/hooks';
import type { Info, Stats } from '../../api.ts';
import { toChartQuery } from '../../view/chartQuery.ts';
import { toQueryHref } from '../../view/queryHref.ts';
import { NoneYet } from '../calls/NoCalls.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { navigate, query } from '../location.ts';
import { useJson } from '../request.ts';
import { CopyNote, copyText } from '../text/copy.tsx';
import { clockPlace } from '../text/Time.tsx';
import { useNow } from '../useNow.ts';
import { ChartFigure, hovered } from './ChartFigure.tsx';
import { chartsOf } from './charts.ts';
import type { Pointing } from './drawChart.ts';
import { RangeBar } from './RangeBar.tsx';
import { formatStep, parseRange, type Shown, toIso, toOverview } from './range.ts';
import { Tiles } from './Tiles.tsx';
import { TopLists } from './TopLists.tsx';
import { useTimes } from './useTimes.ts';

const refreshMs = 10_000;
const whenEmptyMs = 2_000;

/** `/overview`: numbers, lists and charts of a range, kept up unless its times are fixed. */
export function OverviewPage(_: { id: string }) {
  const shown = parseRange(query.value.get('range'));
  const app = query.value.get('app') ?? '';
  const [isEmpty, setEmpty] = useState(false);
  const now = useNow(isEmpty ? whenEmptyMs : refreshMs, typeof shown === 'string');
  const known = useTimes(shown, app, now);
  const { times } = known;
  const asked = times && toAsked(times, app);
  const at = shown === 'fit' ? `&at=${now}` : ''; // the same times are asked for again
  const steps = times?.steps === undefined ? '' : `&steps=${times.steps}`;
  const loaded = useJson<Stats>(asked ? `/api/stats?${asked}${steps}${at}` : undefined);
  const error = known.error ?? loaded.error;
  const value = times === null ? undefined : loaded.value;
  useEffect(() => setEmpty(times === null), [times]);
  useCommands({
    zoomReset: () => navigate(toOverview('fit', app)),
    copyLink: () => times && void copyText(location.origin + toOverview(times, app), 'Link'),
  });
  return (
    <main class="page overview" aria-busy={times === undefined || loaded.loading}>
      <div class="overview-head">
        <h1>Overview</h1>
        <a href="/workbook">Workbook</a>
        <a href="/alerts">Alerts</a>
        <RangeBar shown={shown} app={app} known={known} />
      </div>
      {error && <p class="error">{error.message}</p>}
      {value && <Tiles total={value.total} />}
      {value && asked && value.total.calls > 0 && (
        <>
          <TopLists
            choice={toOverview(shown, app)}
            asked={asked + at}
            shown={toCallsQuery(shown, asked, app)}
            total={value.total}
          />
          <Charts stats={value} app={app} />
        </>
      )}
      {value?.total.calls === 0 && <NoCalls app={app} />}
      {times === null && (app === '' ? <None /> : <NoCalls app={app} />)}
      <CopyNote />
    </main>
  );
}

/** The query of the receiver for all that is shown. */
function toAsked({ from, to }: { from: number; to: number }, app: string): string {
  return `${new URLSearchParams({ from: toIso(from), to: toIso(to), ...(app && { app }) })}`;
}

/** The query of the list for the same calls: a range that moves with the clock goes on to. */
function toCallsQuery(shown: Shown, asked: string, app: string): string {
  if (typeof shown !== 'string' || shown === 'fit') return asked;
  return `${new URLSearchParams({ range: shown, ...(app && { app }) })}`;
}

/** Nothing has come ever. */
function None() {
  return <NoneYet info={useJson<Info>('/api/info').value} />;
}

function NoCalls({ app }: { app: string }) {
  return (
    <p class="overview-none">
      No calls {app && `of ${app} `}in this range.{' '}
      <a href={toOverview('fit', app)}>Fit to the data</a>
      {app && ' or '}
      {app && <a href="/overview">show all apps</a>}.
    </p>
  );
}

const hrefOf = (kql: string | undefined) => (kql === undefined ? undefined : toQueryHref(kql));

function Charts({ stats, app }: { stats: Stats; app: string }) {
  const { steps, stepMs } = stats;
  const [from, to] = [Date.parse(stats.from), Date.parse(stats.to)];
  const starts = steps.map(({ timestamp }) => Date.parse(timestamp));
  const x = starts.map((start) => (start + stepMs / 2) / 1_000);
  const times = steps.map(({ timestamp }) => formatStep(timestamp, stepMs, clockPlace()));
  return (
    <div class="charts">
      {chartsOf(stats).map((chart) => {
        const toCalls = (step: number, series: number | undefined) => {
          const start = starts[step] ?? from;
          const bucket = {
            from: toIso(Math.max(from, start)),
            to: toIso(Math.min(to, start + stepMs)),
          };
          return `/calls?${new URLSearchParams({ ...bucket, ...chart.filter(step, series), ...(app && { app }) })}`;
        };
        const pointing: Pointing = {
          zoom: (start, end) => {
            if (end - start >= 1_000) navigate(toOverview({ from: start, to: end }, app));
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
            query={hrefOf(toChartQuery(chart.id, { ...stats, app }))}
          />
        );
      })}
    </div>
  );
}
