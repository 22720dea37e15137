import { ranges } from '../../view/urlState.ts';
import { type Shown, toOverview } from './range.ts';
import { formatStep } from './ticks.ts';

const names = { '15m': '15 min', '1h': '1 hour', '24h': '24 hours', '7d': '7 days' } as const;

/** Chooses the range; each choice is a link, so that back undoes it. */
export function RangeBar({ shown, stepMs }: { shown: Shown; stepMs: number | undefined }) {
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
