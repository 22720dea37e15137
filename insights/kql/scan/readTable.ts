import type { QueryTable, TableColumn } from '../tables.ts';
import type { Row, Value } from '../values.ts';

/** A question to the table `items`: each row of the answer is the JSON list of the columns that were asked for. */
export interface Question {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Where the rows are. */
export interface Source {
  /** Reads as it is asked for, so that who has enough stops. */
  read(question: Question): Iterable<string>;
}

/** How to read some columns of a table by a condition. */
export function toQuestion(
  table: QueryTable,
  columns: readonly TableColumn[],
  where: { readonly sql: string; readonly values: readonly (string | number)[] } | undefined,
): Question {
  // Of one path SQLite gives a value, of two or more a list.
  const paths = [
    ...columns.map(({ name, from = '' }) => pathOf(name, from)),
    ...(columns.length === 1 ? ['\'$.""\''] : []),
  ];
  const select = columns.length === 0 ? "'[]'" : `json_extract(row, ${paths.join(', ')})`;
  const condition = where === undefined ? '' : ` AND ${where.sql}`;
  return {
    sql: `SELECT ${select} FROM items WHERE itemType = ?${condition}`,
    values: [table.rows ?? '', ...(where?.values ?? [])],
  };
}

/** Keys are ours, from tables.ts: words. */
function pathOf(_name: string, from: string): string {
  return `'$.${from === 'performanceBucket' ? 'duration' : from === '' ? '""' : from}'`;
}

/** Turns what was read into rows. */
export function toReader(
  table: QueryTable,
  columns: readonly TableColumn[],
): (text: string) => Row {
  const mends = columns.flatMap((column, at) => {
    const mend = toMend(table, column);
    return mend === undefined ? [] : [{ at, mend }];
  });
  const isAlone = columns.length === 1;
  return (text) => {
    const row = JSON.parse(text) as Value[];
    if (isAlone) row.pop();
    for (const { at, mend } of mends) row[at] = mend(row[at] ?? null);
    return row;
  };
}

/** What makes a column of what the row has; undefined when it is shown as it is. */
function toMend(
  table: QueryTable,
  { from, type }: TableColumn,
): ((value: Value) => Value) | undefined {
  if (from === 'itemType') return () => table.itemType;
  if (from === 'itemCount' || from === 'valueCount') return (value) => value ?? 1;
  if (from === 'performanceBucket')
    return (value) => (typeof value === 'number' ? bucketOf(value) : '');
  if (type === 'datetime') return (value) => (typeof value === 'string' ? toMs(value) : null);
  if (type === 'bool') return (value) => (value === null ? null : value === 'True');
  if (from === 'details') return (value) => parse(value);
  if (type === 'string')
    return (value) => (typeof value === 'string' ? value : value === null ? '' : `${value}`);
  return undefined;
}

/** Of `2026-11-24T12:00:00.123456Z`, as the store writes all times. */
function toMs(text: string): number {
  return Date.parse(`${text.slice(0, 23)}Z`) + Number(text.slice(23, 26)) / 1_000;
}

function parse(value: Value): Value {
  try {
    return typeof value === 'string' ? (JSON.parse(value) as Value) : value;
  } catch {
    return value;
  }
}

const buckets: readonly (readonly [number, string])[] = [
  [250, '<250ms'],
  [500, '250ms-500ms'],
  [1_000, '500ms-1sec'],
  [3_000, '1sec-3sec'],
  [7_000, '3sec-7sec'],
  [15_000, '7sec-15sec'],
  [30_000, '15sec-30sec'],
  [60_000, '30sec-1min'],
  [120_000, '1min-2min'],
  [300_000, '2min-5min'],
];

function bucketOf(ms: number): string {
  return buckets.find(([below]) => ms < below)?.[1] ?? '>=5min';
}
