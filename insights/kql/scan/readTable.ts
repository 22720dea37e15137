import type { QueryTable, TableColumn } from '../tables.ts';
import type { Row, Value } from '../values.ts';
import type { Condition } from './condition.ts';

/** A question to the table `items`: each row of the answer has the columns that were asked for. */
export interface Question {
  readonly sql: string;
  readonly values: readonly (string | number)[];
  /** Whether rows come one by one, as the reader may stop before the last, or does other work in between. */
  readonly stepwise: boolean;
}

/** A row as SQLite gives it. */
export type StoredValues = (string | number | null)[];

/** Where the rows are. */
export interface Source {
  /** Reads as it is asked for, so that who has enough stops. A row is the reader's to change. */
  read(question: Question): Iterable<StoredValues>;
}

/** Keys of a row that are columns of the store as well: to read them needs no JSON, and of most not even the row. */
export const stored: Readonly<Record<string, string>> = {
  timestamp: 'timestamp',
  operation_Id: 'operation_Id',
  operation_ParentId: 'parent',
  session_Id: 'session_Id',
  id: 'id',
  name: 'name',
  duration: 'duration',
  success: 'success',
  resultCode: 'resultCode',
  cloud_RoleName: 'app',
  severityLevel: 'severity',
  itemCount: 'itemCount',
  valueSum: 'valueSum',
};

/** How to read some columns of a table by a condition. */
export function toQuestion(
  table: QueryTable,
  columns: readonly TableColumn[],
  where: Condition | undefined,
  stepwise: boolean,
): Question {
  const select = columns.length === 0 ? '1' : columns.map(toSql).join(', ');
  const condition = where === undefined ? '' : ` AND ${where.sql}`;
  // SQLite would take the index by time, as it has the columns, for rows that another finds at once.
  const type = where?.isNarrow ? '+itemType' : 'itemType';
  return {
    sql: `SELECT ${select} FROM items WHERE ${type} = ?${condition}`,
    values: [table.rows ?? '', ...(where?.values ?? [])],
    stepwise,
  };
}

/** Keys are ours, from tables.ts: words. */
function toSql({ from, type, key }: TableColumn): string {
  if (key !== undefined) return `row ->> '$.${from}."${key}"'`;
  if (from === undefined || from === 'itemType') return 'NULL';
  if (Object.hasOwn(stored, from)) return stored[from] ?? '';
  if (from === 'performanceBucket') return 'duration';
  return type === 'dynamic' && from !== 'details' ? `row -> '$.${from}'` : `row ->> '$.${from}'`;
}

/** Turns what was read into rows. */
export function toReader(
  table: QueryTable,
  columns: readonly TableColumn[],
): (values: StoredValues) => Row {
  const mends = columns.flatMap((column, at) => {
    const mend = toMend(table, column);
    return mend === undefined ? [] : [{ at, mend }];
  });
  return (values) => {
    const row: Value[] = values;
    for (const { at, mend } of mends) row[at] = mend(row[at] ?? null);
    return row;
  };
}

/** What makes a column of what the row has; undefined when it is shown as it is. */
function toMend(
  table: QueryTable,
  { from, type, key }: TableColumn,
): ((value: Value) => Value) | undefined {
  if (key !== undefined) return undefined;
  if (from === 'itemType') return () => table.itemType;
  if (from === 'itemCount' || from === 'valueCount') return (value) => value ?? 1;
  if (from === 'performanceBucket')
    return (value) => (typeof value === 'number' ? bucketOf(value) : '');
  if (type === 'datetime') return toTimeReader();
  if (type === 'bool') return (value) => (value === null ? null : value === 'True');
  if (type === 'dynamic') return (value) => parse(value);
  if (type === 'string')
    return (value) => (typeof value === 'string' ? value : value === null ? '' : `${value}`);
  return undefined;
}

/** Reads times as the store writes all of them, `2026-11-24T12:00:00.123456Z`; those of one minute stand together. */
function toTimeReader(): (value: Value) => Value {
  let minute = '';
  let start = 0;
  return (value) => {
    if (typeof value !== 'string') return null;
    const begin = value.slice(0, 17);
    if (begin !== minute) {
      minute = begin;
      start = Date.parse(`${begin}00Z`);
    }
    return start + Number(value.slice(17, 26)) * 1_000;
  };
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
