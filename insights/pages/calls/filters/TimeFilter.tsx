import { toClock } from '../../text/Time.tsx';
import { type TimeChoice, type Times, toTimeChoice, toTimes } from './times.ts';

/** The times of a list's filters, and what changes them. */
interface TimeProps {
  readonly times: Times;
  readonly start: string | undefined;
  onChoose(change: Partial<Times>): void;
}

/** From when to when: a range that moves with the clock, all time, since the app's last start, or two times. */
export function TimeFilter({
  times,
  start,
  usual = '1h',
  onChoose,
}: TimeProps & {
  /** What the list shows when nothing was chosen. */
  usual?: TimeChoice;
}) {
  const choice = toTimeChoice(times, start);
  const choices: readonly (readonly [TimeChoice, string])[] = [
    ['15m', 'last 15 min'],
    ['1h', 'last 1 h'],
    ['24h', 'last 24 h'],
    ['7d', 'last 7 days'],
    ['today', 'today (UTC)'],
    ['all', 'all time'],
    ...(start === undefined ? [] : [['start', `since last start, ${toClock(start)}`] as const]),
    ['fixed', 'from … to …'],
  ];
  return (
    <select
      aria-label="time"
      class={choice === usual ? undefined : 'set'}
      value={choice}
      onChange={({ currentTarget }) => {
        const chosen = choices.find(([each]) => each === currentTarget.value);
        if (chosen) onChoose(toTimes(chosen[0], start, Date.now()));
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

/** The two times of the list, when they are what was chosen. */
export function TimeFields({ times, start, onChoose }: TimeProps) {
  if (toTimeChoice(times, start) !== 'fixed') return null;
  const { from, to } = times;
  return (
    <span class="times">
      <TimeField label="from" value={from} onChange={(time) => onChoose({ from: time })} />
      <TimeField label="to" value={to} onChange={(time) => onChoose({ to: time })} />
    </span>
  );
}

/** A local time to edit; told, and kept in the URL, in UTC. Empty: no bound. */
function TimeField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (time: string) => void;
}) {
  return (
    <label>
      {label}{' '}
      <input
        type="datetime-local"
        step="1"
        value={toLocal(value)}
        onChange={({ currentTarget }) => onChange(toUtc(currentTarget.value))}
      />
    </label>
  );
}

function toLocal(time: string): string {
  if (time === '') return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The field gives a time without a zone, which a date takes for a local one. */
function toUtc(local: string): string {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
