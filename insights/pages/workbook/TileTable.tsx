import type { WorkbookTile } from '../../alertsApi.ts';
import { toClock } from '../text/Time.tsx';
import type { TileRows } from './tileRows.ts';

const numeric = ['int', 'long', 'real', 'decimal'];
const mostRows = 250;
/** A cell longer than this is cut; its query has all of it. */
const widest = 120;

/** A tile as a table; where a row sets a parameter, its column chooses it. */
export function TileTable({
  title,
  table: { columns, rows },
  tile: { sets },
  choose,
}: {
  title: string;
  table: TileRows;
  tile: WorkbookTile;
  choose: (parameter: string, value: string) => void;
}) {
  if (rows.length === 0) return <p class="dim">Nothing in this range.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="workbook-table" aria-label={title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th key={name} scope="col" class={numeric.includes(type) ? 'is-number' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row, line) => (
            <tr key={line}>
              {columns.map(({ name, type }, at) => {
                const value = row[at];
                const isChoice = sets !== null && name === sets.column && value;
                return (
                  <td key={name} class={numeric.includes(type) ? 'is-number' : ''}>
                    {isChoice ? (
                      <button
                        type="button"
                        class="quiet"
                        onClick={() => choose(sets.parameter, `${value}`)}
                      >
                        {`${value}`}
                      </button>
                    ) : (
                      format(value, type)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && <p class="dim">{rows.length - mostRows} more rows.</p>}
    </section>
  );
}

function format(value: unknown, type: string): string {
  if (value === null || value === undefined) return '–';
  if (type === 'datetime') return toClock(`${value}`);
  if (typeof value === 'number') return Number(value.toPrecision(6)).toLocaleString('en-US');
  const text = `${value}`;
  return text.length > widest ? `${text.slice(0, widest)}…` : text;
}
