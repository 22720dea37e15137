import type { WorkbookTile } from '../../alertsApi.ts';
import type { Chart, Series, Unit } from '../overview/chart.ts';
import { modelColors, outcomeColor } from '../overview/colors.ts';
import type { TileRows } from './tileRows.ts';

/** A chart of a tile, and where its steps begin, in ms since 1970. */
export interface TileDrawn {
  readonly chart: Chart;
  readonly starts: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

const numeric = ['int', 'long', 'real', 'decimal'];
/** More could not be told apart. */
const mostSeries = 6;

/** What a tile's query gave over time, as a chart; undefined when it has no column of times or none of numbers. */
export function toTileChart(
  { name, visualization }: WorkbookTile,
  title: string,
  { columns, rows }: TileRows,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): TileDrawn | undefined {
  const time = columns.findIndex(({ type }) => type === 'datetime');
  const numbers = columns.flatMap(({ type }, at) => (numeric.includes(type) ? [at] : []));
  const by = columns.findIndex(({ type }) => type === 'string');
  if (time === -1 || numbers.length === 0) return undefined;
  const first = Math.floor(from / stepMs);
  const count = Math.floor(to / stepMs) - first + 1;
  const series = new Map<string, (number | null)[]>();
  for (const row of rows) {
    const step = Math.floor(Date.parse(`${row[time]}`) / stepMs) - first;
    if (!(step >= 0 && step < count)) continue;
    for (const at of numbers) {
      const label = by === -1 ? `${columns[at]?.name}` : `${row[by] || '(none)'}`;
      const values = series.get(label) ?? Array<number | null>(count).fill(null);
      series.set(label, values);
      const value = row[at];
      if (typeof value === 'number') values[step] = (values[step] ?? 0) + value;
    }
  }
  const labels = [...series.keys()];
  const shown = labels.slice(0, mostSeries);
  const left = labels.length - shown.length;
  const colors = by !== -1 && columns[by]?.name === 'code' ? codeColors(shown) : modelColors(shown);
  return {
    chart: {
      id: `tile-${name}`,
      title,
      kind: visualization === 'barchart' ? 'bars' : 'lines',
      unit: unitOf(columns[numbers[0] ?? 0]?.name ?? ''),
      series: shown.map(
        (label): Series => ({
          label,
          color: colors.get(label) ?? '--dim',
          values: series.get(label) ?? [],
        }),
      ),
      empty: rows.length === 0 ? 'Nothing in this range.' : 'Nothing but 0 in this range.',
      ...(left > 0 && { note: `${left} more are in the query's rows alone` }),
      filter: () => ({}),
    },
    starts: Array.from({ length: count }, (_, step) => (first + step) * stepMs),
    from,
    to,
    stepMs,
  };
}

function codeColors(codes: readonly string[]): ReadonlyMap<string, string> {
  return new Map(codes.map((code) => [code, outcomeColor(code, codes)]));
}

/** By how columns of the repository's queries, and of most others, end. */
function unitOf(column: string): Unit {
  if (/Ms$/.test(column)) return 'span';
  return /Usd$/i.test(column) ? 'money' : 'count';
}
