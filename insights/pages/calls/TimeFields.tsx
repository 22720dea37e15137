import { filters, narrow } from './filters/filters.ts';
import { toTimeChoice } from './filters/times.ts';
import { TimeField } from './TimeField.tsx';

/** The two times of the list, when they are what was chosen. */
export function TimeFields({ start }: { start: string | undefined }) {
  if (toTimeChoice(filters.value, start) !== 'fixed') return null;
  const { from, to } = filters.value;
  return (
    <span class="times">
      <TimeField label="from" value={from} onChange={(time) => narrow({ from: time })} />
      <TimeField label="to" value={to} onChange={(time) => narrow({ to: time })} />
    </span>
  );
}
