import { formatClock } from '../../../view/clock.ts';
import { clockPlace } from '../../text/clockPlace.ts';
import { filters, narrow } from './filters.ts';
import { type TimeChoice, toTimeChoice, toTimes } from './times.ts';

/** From when to when: a range that moves with the clock, all time, since the app's last start, or two times. */
export function TimeFilter({ start }: { start: string | undefined }) {
  const choice = toTimeChoice(filters.value, start);
  const choices: readonly (readonly [TimeChoice, string])[] = [
    ['15m', 'last 15 min'],
    ['1h', 'last 1 h'],
    ['24h', 'last 24 h'],
    ['7d', 'last 7 days'],
    ['all', 'all time'],
    ...(start === undefined ? [] : [['start', `since last start, ${toClock(start)}`] as const]),
    ['fixed', 'from … to …'],
  ];
  return (
    <select
      aria-label="time"
      class={choice === '1h' ? undefined : 'set'}
      value={choice}
      onChange={({ currentTarget }) => {
        const chosen = choices.find(([each]) => each === currentTarget.value);
        if (chosen) narrow(toTimes(chosen[0], start, Date.now()));
      }}
    >
      {choices.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}

function toClock(time: string): string {
  return formatClock(time, clockPlace()).replace(/\.\d+$/, '');
}
