import type { Cell, QueryResult } from '../queryApi.ts';

const numeric = /^(?:int|long|real|decimal)$/;

/** Whether values of a type are read as numbers, and stand to the right. */
export function isNumeric(type: string): boolean {
  return numeric.test(type) || type === 'timespan';
}

/** A value as the table shows it; times without their T and Z. */
export function toCellText(cell: Cell | undefined, type: string): string {
  if (cell === null || cell === undefined) return '';
  if (type === 'datetime') return toTime(`${cell}`);
  if (typeof cell === 'number' && !Number.isInteger(cell)) return `${Number(cell.toPrecision(10))}`;
  return `${cell}`;
}

/** To the millisecond, where there are any. */
function toTime(iso: string): string {
  const toMs = (_: string, digits: string) => `.${digits.padEnd(3, '0').slice(0, 3)}`;
  return iso
    .replace('T', ' ')
    .replace(/\.(\d+)Z$/, toMs)
    .replace(/Z$/, '');
}

/** How rows are sorted: by a column, upwards or not. */
export interface Sorting {
  readonly column: number;
  readonly up: boolean;
}

/** The rows in another order; those without a value last, equal ones as they were. */
export function sortRows(rows: QueryResult['rows'], { column, up }: Sorting): QueryResult['rows'] {
  const sign = up ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [left, right] = [a[column] ?? null, b[column] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (left === right) return 0;
    return left < right ? -sign : sign;
  });
}

/** Where a cell leads: the call of an operation, or of a session; undefined for all other cells. */
export function callOfCell(
  { columns }: Pick<QueryResult, 'columns'>,
  row: readonly Cell[],
  at: number,
): string | undefined {
  const id = row[at];
  if (typeof id !== 'string' || id === '') return undefined;
  const name = columns[at]?.name ?? '';
  if (isSession(name)) return `/sessions/${encodeURIComponent(id)}`;
  if (!/^(?:operation_Id|OperationId)\d*$/.test(name)) return undefined;
  const session = row[columns.findIndex((column) => isSession(column.name))];
  const query =
    typeof session === 'string' && session !== '' ? `?session=${encodeURIComponent(session)}` : '';
  return `/calls/${encodeURIComponent(id)}${query}`;
}

function isSession(name: string): boolean {
  return /^(?:session_Id|SessionId)\d*$/.test(name);
}

/** A result for a spreadsheet, by RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function toCsv({ columns, rows }: Pick<QueryResult, 'columns' | 'rows'>): string {
  const lines = [columns.map(({ name }) => quote(name)), ...rows.map((row) => row.map(toField))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function toField(cell: Cell): string {
  if (cell === null) return '';
  return quote(typeof cell === 'string' && /^[=+@\t\r-]/.test(cell) ? `'${cell}` : `${cell}`);
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same with tabs between, as what is pasted into a spreadsheet. */
export function toTabbed({ columns, rows }: Pick<QueryResult, 'columns' | 'rows'>): string {
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) => row.map((cell) => `${cell ?? ''}`)),
  ];
  return lines
    .map((line) => line.map((text) => text.replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');
}
