import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { formatCount } from '../../../format.ts';
import { readCallView, selectRow } from '../callView.ts';

/** A column of a list of rows. */
export interface RowColumn {
  readonly title: string;
  cell(row: StoredRow): ComponentChildren;
}

/** Rows shown at first, and added per click. */
const step = 200;

/** Rows as a table; one that is chosen shows its details. */
export function RowList({
  rows,
  hits,
  columns,
  none,
  whole = false,
}: {
  rows: readonly StoredRow[];
  hits: ReadonlySet<number>;
  columns: readonly RowColumn[];
  none: string;
  /** Whether a click anywhere in a row chooses it; not where text is to be marked. */
  whole?: boolean;
}) {
  const { row: selected } = readCallView();
  const [steps, setSteps] = useState(1);
  const table = useRef<HTMLTableElement>(null);
  const at = rows.findIndex(({ seq }) => seq === selected);
  const count = Math.max(steps * step, at + 1);
  useEffect(() => {
    table.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  if (rows.length === 0) return <p class="dim">{none}</p>;
  return (
    <div class={whole ? 'row-list whole' : 'row-list'}>
      <table ref={table}>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span class="visually-hidden">details</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, count).map((row) => (
            <tr
              key={row.seq}
              aria-selected={row.seq === selected}
              class={hits.has(row.seq) ? 'hit' : undefined}
            >
              {columns.map(({ title, cell }) => (
                <td key={title} class={`col-${title}`}>
                  {cell(row)}
                </td>
              ))}
              <td class="col-open">
                <button
                  type="button"
                  class="quiet"
                  aria-label="Details of this row"
                  onClick={() => selectRow(row.seq === selected ? undefined : row.seq)}
                >
                  ›
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {count < rows.length && (
        <button type="button" class="more" onClick={() => setSteps(steps + 1)}>
          show more: {formatCount(rows.length - count)} of {formatCount(rows.length)} left
        </button>
      )}
    </div>
  );
}
