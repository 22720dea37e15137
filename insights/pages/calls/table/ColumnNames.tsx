import { formatOffset } from '../../../view/clock.ts';
import { clockPlace } from '../../text/Time.tsx';

/** The columns in their order; a name is also the class of its cells. */
export const columns = [
  'outcome',
  'time',
  'function',
  'model',
  'about',
  'duration',
  'first',
  'tokens',
  'cost',
  'session',
] as const;

const titles: Partial<Record<(typeof columns)[number], string>> = {
  duration: 'Hollow: waiting for the model; ◆ first token; solid: streaming; pale: not streamed',
  first: 'Time to the first token',
  tokens: 'Tokens in → out',
};

/** The names of the columns, and the zone of the times. */
export function ColumnNames() {
  const { timeZone, now } = clockPlace();
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <th key={column} scope="col" class={column} title={titles[column]}>
            {column}
            {column === 'time' && <span title={timeZone}> {formatOffset(now, timeZone)}</span>}
          </th>
        ))}
      </tr>
    </thead>
  );
}
