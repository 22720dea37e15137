import { ColumnNames, columns } from './table/ColumnNames.tsx';

const rows = Array.from({ length: 12 }, (_, index) => index);

/** In place of the first list, until it is there. */
export function Skeleton() {
  return (
    <div class="scroller skeleton" aria-busy="true">
      <table aria-label="Calls are loaded">
        <ColumnNames />
        <tbody>
          {rows.map((row) => (
            <tr key={row} class="placeholder-row">
              {columns.map((column) => (
                <td key={column} class={column}>
                  <span class="placeholder" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
