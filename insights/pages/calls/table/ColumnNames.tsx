import { formatOffset } from '../../../view/clock.ts';
import type { CallFilters } from '../../../view/urlState.ts';
import { clockPlace } from '../../text/Time.tsx';
import { filters, sortBy } from '../filters/filters.ts';
import { isNarrow } from '../selection.ts';

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

type Column = (typeof columns)[number];

const titles: Partial<Record<Column, string>> = {
  duration: 'Hollow: waiting for the model; ◆ first token; solid: streaming; pale: not streamed',
  first: 'Time to the first token',
  tokens: 'Tokens in → out',
};

/** Columns that sort the list. */
const sorting: Partial<Record<Column, CallFilters['sort']>> = {
  time: '',
  duration: 'duration',
  tokens: 'tokens',
  cost: 'cost',
};

/** The names of the columns, and the zone of the times. */
export function ColumnNames() {
  const { timeZone, now } = clockPlace();
  const { sort, order } = filters.value;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => {
          const by = sorting[column];
          const isSorted = by === sort;
          const zone = column === 'time' && (
            <span title={timeZone}> {formatOffset(now, timeZone)}</span>
          );
          return (
            <th
              key={column}
              scope="col"
              class={column}
              title={titles[column]}
              aria-sort={isSorted ? (order === '' ? 'descending' : 'ascending') : undefined}
            >
              {by === undefined || isNarrow.value ? (
                column
              ) : (
                <button type="button" class="quiet" onClick={() => sortBy(by)}>
                  {column}
                  {isSorted && <span aria-hidden="true"> {order === '' ? '↓' : '↑'}</span>}
                </button>
              )}
              {zone}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
