import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatCount } from '../../format.ts';
import type { Cell, QueryResult } from '../../queryApi.ts';
import {
  callOfCell,
  isNumeric,
  type Sorting,
  sortRows,
  toCellText,
  toCsv,
  toTabbed,
} from '../../view/queryCells.ts';
import { copyText } from '../text/copy.tsx';
import { saveText } from '../text/saveText.ts';
import { CellDialog, type OpenCell } from './CellDialog.tsx';

const atOnce = 200;
/** A cell is a line of so many characters, as a row is one; the whole is a click away. */
const longest = 64;

/** The rows of a result, some at a time: all of them are sorted, copied and saved. */
export function ResultTable({ result }: { result: QueryResult }) {
  const { columns, rows } = result;
  const [sorting, setSorting] = useState<Sorting>();
  const [most, setMost] = useState(atOnce);
  const [open, setOpen] = useState<OpenCell>();
  useEffect(() => {
    setSorting(undefined);
    setMost(atOnce);
  }, [result]);
  const isSorted = sorting !== undefined && sorting.column < columns.length;
  const sorted = useMemo(() => (isSorted ? sortRows(rows, sorting) : rows), [rows, sorting]);
  const shown = sorted.slice(0, most);
  const all = { columns, rows: sorted };
  return (
    <section class="query-result" aria-labelledby="result-title">
      <div class="query-result-head">
        <h2 id="result-title">Result</h2>
        <span class="dim">
          {formatCount(shown.length)} of {formatCount(rows.length)}
        </span>
        <button type="button" onClick={() => void copyText(toTabbed(all), 'Result')}>
          Copy
        </button>
        <button type="button" onClick={() => saveText('query.csv', 'text/csv', toCsv(all))}>
          CSV
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="query-scroll" aria-label="Rows of the result" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map(({ name, type }, at) => (
                <th
                  key={`${at}${name}`}
                  scope="col"
                  class={isNumeric(type) ? 'number' : undefined}
                  aria-sort={toAriaSort(sorting, at)}
                >
                  <button
                    type="button"
                    class="quiet"
                    title={type}
                    onClick={() => setSorting(next(sorting, at))}
                  >
                    {name}
                    {type === 'datetime' && <span class="dim"> UTC</span>}
                    <span aria-hidden="true">{toArrow(sorting, at)}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, line) => (
              <tr key={line}>
                {row.map((cell, at) => (
                  <ResultCell
                    key={at}
                    cell={cell}
                    column={columns[at] ?? { name: '', type: '' }}
                    href={callOfCell(result, row, at)}
                    onOpen={setOpen}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < rows.length && (
        <button type="button" onClick={() => setMost(most + 5 * atOnce)}>
          Show more: {formatCount(rows.length - shown.length)} are left
        </button>
      )}
      {open && <CellDialog cell={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

function ResultCell({
  cell,
  column,
  href,
  onOpen,
}: {
  cell: Cell;
  column: QueryResult['columns'][number];
  href: string | undefined;
  onOpen: (cell: OpenCell) => void;
}) {
  const text = toCellText(cell, column.type);
  if (href !== undefined) {
    return (
      <td>
        <a href={href}>{text}</a>
      </td>
    );
  }
  if (text.length <= longest && !text.includes('\n')) {
    return <td class={classOf(column.type)}>{text}</td>;
  }
  const line = text.slice(0, longest).replace(/\s+/g, ' ');
  return (
    <td>
      {line}{' '}
      <button
        type="button"
        class="quiet whole"
        aria-label={`Whole ${column.name}`}
        title={`${formatCount(text.length)} characters`}
        onClick={() => onOpen({ name: column.name, type: column.type, text })}
      >
        …
      </button>
    </td>
  );
}

function classOf(type: string): string | undefined {
  if (type === 'datetime') return 'time';
  return isNumeric(type) ? 'number' : undefined;
}

/** Down first for numbers would surprise: up, down, as it came. */
function next(sorting: Sorting | undefined, column: number): Sorting | undefined {
  if (sorting?.column !== column) return { column, up: true };
  return sorting.up ? { column, up: false } : undefined;
}

function toAriaSort(sorting: Sorting | undefined, column: number) {
  if (sorting?.column !== column) return undefined;
  return sorting.up ? 'ascending' : 'descending';
}

function toArrow(sorting: Sorting | undefined, column: number): string {
  if (sorting?.column !== column) return '';
  return sorting.up ? ' ▲' : ' ▼';
}
