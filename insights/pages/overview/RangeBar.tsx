import type { Facets } from '../../api.ts';
import { ranges } from '../../view/urlState.ts';
import { FilterSelect } from '../calls/filters/FilterSelect.tsx';
import { navigate } from '../location.ts';
import { useJson } from '../request.ts';
import { clockPlace } from '../text/Time.tsx';
import { formatTimes, type Shown, toOverview } from './range.ts';
import type { ShownTimes } from './useTimes.ts';

const names = { '15m': '15 min', '1h': '1 hour', '24h': '24 hours', '7d': '7 days' } as const;
const choices = ['fit', ...(Object.keys(ranges) as (keyof typeof ranges)[])] as const;

/** Chooses the range and the app, and says what is shown; each choice is a step in the history, so that back undoes it. */
export function RangeBar({
  shown,
  app,
  known: { times, oldest },
}: {
  shown: Shown;
  app: string;
  known: ShownTimes;
}) {
  const apps = useJson<Facets>('/api/facets').value?.apps ?? [];
  const isFixed = typeof shown !== 'string';
  return (
    <nav class="ranges" aria-label="Range">
      {choices.map((choice) => (
        <a
          key={choice}
          href={toOverview(choice, app)}
          aria-current={shown === choice ? 'true' : undefined}
        >
          {choice === 'fit' ? 'Fitted' : names[choice]}
        </a>
      ))}
      {(apps.length > 1 || app !== '') && (
        <FilterSelect
          label="app"
          value={app}
          options={apps}
          onChoose={(chosen) => navigate(toOverview(shown, chosen))}
        />
      )}
      {times && (isFixed || shown === 'fit') && (
        <span class={isFixed ? 'range-said is-fixed' : 'range-said'}>
          {!isFixed &&
            (oldest === undefined ? 'fitted to the data: ' : 'fitted to the last calls: ')}
          <b>{formatTimes(times, clockPlace())}</b>
          {isFixed && (
            <a
              href={toOverview('fit', app)}
              aria-label="Fit to the data"
              title="Fit to the data (0)"
            >
              ✕
            </a>
          )}
          {!isFixed && oldest !== undefined && (
            <a href={toOverview({ from: oldest, to: times.to }, app)}>all calls</a>
          )}
        </span>
      )}
      {times && <span class="dim ranges-hint">drag to zoom, click for the calls</span>}
    </nav>
  );
}
