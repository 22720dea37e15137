import type { Cell, QueryResult } from '../queryApi.ts';

/** One value of bars or of a pie. */
export interface Share {
  readonly label: string;
  readonly value: number;
}

/** Lines over time; `x` in seconds since 1970, null where a line has no value. */
export interface TimeLines {
  readonly kind: 'time';
  readonly x: readonly number[];
  readonly series: readonly {
    readonly label: string;
    readonly values: readonly (number | null)[];
  }[];
  /** How many series, or shares, are left out: the ones that have least. */
  readonly left: number;
}

/** What `render` asks for, or why it is not drawn. */
export type QueryChart =
  | TimeLines
  | {
      readonly kind: 'bars' | 'pie';
      /** What the values are. */
      readonly of: string;
      readonly shares: readonly Share[];
      readonly left: number;
    }
  | { readonly kind: 'none'; readonly why: string };

const kinds: Readonly<Record<string, 'time' | 'bars' | 'pie'>> = {
  timechart: 'time',
  linechart: 'time',
  areachart: 'time',
  barchart: 'bars',
  columnchart: 'bars',
  piechart: 'pie',
};
const mostSeries = 12;
const mostShares = { bars: 40, pie: 8 };
const numeric = /^(?:int|long|real|decimal)$/;

/** The chart of a result whose query ends with `render`; undefined for `render table` and for none. */
export function toQueryChart({ columns, rows, render }: QueryResult): QueryChart | undefined {
  const wanted = render?.visualization.toLowerCase();
  if (wanted === undefined || wanted === 'table') return undefined;
  const kind = kinds[wanted];
  if (kind === undefined) return none(`render ${wanted} is not drawn here`);
  if (rows.length === 0) return none('There are no rows to draw');
  const numbers = places(columns, ({ type }) => numeric.test(type));
  if (numbers.length === 0) return none('There is no column of numbers to draw');
  const times = places(columns, ({ type }) => type === 'datetime');
  const names = places(columns, ({ type }) => !numeric.test(type) && type !== 'datetime');
  const table = { columns, rows };
  if (kind !== 'time') return toShares(kind, table, [...names, ...times][0] ?? -1, numbers[0] ?? 0);
  const [time] = times;
  if (time === undefined) return none('There is no column of times to draw over');
  return toLines(table, time, names, numbers);
}

type Table = Pick<QueryResult, 'columns' | 'rows'>;

function none(why: string): QueryChart {
  return { kind: 'none', why: `${why}: the table has all of it.` };
}

function places(
  columns: QueryResult['columns'],
  is: (column: QueryResult['columns'][number]) => boolean,
): readonly number[] {
  return columns.flatMap((column, at) => (is(column) ? [at] : []));
}

/** Texts split each column of numbers into series. */
function toLines(
  { columns, rows }: Table,
  time: number,
  names: readonly number[],
  numbers: readonly number[],
): QueryChart {
  const found = new Map<string, Map<number, number>>();
  const seen = new Set<number>();
  for (const row of rows) {
    const x = Date.parse(`${row[time]}`) / 1_000;
    if (Number.isNaN(x)) continue;
    seen.add(x);
    const by = names.map((at) => toLabel(row[at])).join(', ');
    for (const at of numbers) {
      const name = columns[at]?.name ?? '';
      const label = by === '' ? name : numbers.length === 1 ? by : `${by}: ${name}`;
      const values = found.get(label) ?? new Map<number, number>();
      found.set(label, values);
      const value = row[at];
      if (typeof value === 'number') values.set(x, value);
    }
  }
  const x = [...seen].sort((a, b) => a - b);
  const size = (values: ReadonlyMap<number, number>) =>
    [...values.values()].reduce((sum, value) => sum + Math.abs(value), 0);
  const most = [...found].sort(([, a], [, b]) => size(b) - size(a)).slice(0, mostSeries);
  const series = most.map(([label, values]) => ({
    label,
    values: x.map((at) => values.get(at) ?? null),
  }));
  return { kind: 'time', x, series, left: found.size - most.length };
}

function toShares(
  kind: 'bars' | 'pie',
  { columns, rows }: Table,
  name: number,
  number: number,
): QueryChart {
  const shares = rows.flatMap((row, at): Share[] => {
    const value = row[number];
    if (typeof value !== 'number' || (kind === 'pie' && value <= 0)) return [];
    return [{ label: name === -1 ? `row ${at + 1}` : toLabel(row[name]), value }];
  });
  const most = mostShares[kind];
  const of = columns[number]?.name ?? '';
  if (kind === 'bars' || shares.length <= most) {
    return { kind, of, shares: shares.slice(0, most), left: Math.max(0, shares.length - most) };
  }
  const sorted = shares.toSorted((a, b) => b.value - a.value);
  const rest = sorted.slice(most - 1).reduce((sum, { value }) => sum + value, 0);
  return {
    kind,
    of,
    shares: [...sorted.slice(0, most - 1), { label: 'others', value: rest }],
    left: 0,
  };
}

const longestLabel = 80;

function toLabel(cell: Cell | undefined): string {
  const text = cell === null || cell === undefined || cell === '' ? '(empty)' : `${cell}`;
  return text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
}
