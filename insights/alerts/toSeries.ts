import type { AlertRule, AlertSeries } from '../alertsApi.ts';
import type { Answered } from './evaluate.ts';

const aggregates: Readonly<
  Record<AlertRule['aggregation'], (values: readonly number[]) => number>
> = {
  Average: (values) => sum(values) / values.length,
  Count: (values) => values.length,
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  Total: sum,
};

/**
 * The value of each series in what a query gave; a line when the query does not give the columns that the rule names. Rows without
 * a number count for nothing, and without rows only a count has a value.
 */
export function toSeries(
  { measure, aggregation, dimensions }: AlertRule,
  { columns, rows }: Exclude<Answered, { error: string }>,
): readonly AlertSeries[] | string {
  const placeOf = (name: string) => columns.findIndex((column) => column.name === name);
  const wanted = [...dimensions.map(({ name }) => name), ...(measure === null ? [] : [measure])];
  const missing = wanted.find((name) => placeOf(name) === -1);
  if (missing !== undefined) return `The query gives no column ${missing}.`;
  const place = measure === null ? -1 : placeOf(measure);
  const groups = new Map<string, { dimensions: Record<string, string>; values: number[] }>();
  for (const row of rows) {
    const values = dimensions.map((each) => `${row[placeOf(each.name)] ?? ''}`);
    if (!dimensions.every((each, index) => isIncluded(each, values[index] ?? ''))) continue;
    const named = Object.fromEntries(
      dimensions.map(({ name }, index) => [name, values[index] ?? '']),
    );
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { dimensions: named, values: [] };
    groups.set(key, group);
    const value = place === -1 ? 1 : row[place];
    if (typeof value === 'number') group.values.push(value);
  }
  const found = [...groups.values()].map(({ dimensions: named, values }) => ({
    dimensions: named,
    value: values.length === 0 ? null : aggregates[aggregation](values),
    fires: false,
  }));
  if (found.length > 0 || dimensions.length > 0) return found;
  return [{ dimensions: {}, value: aggregation === 'Count' ? 0 : null, fires: false }];
}

function isIncluded({ operator, values }: AlertRule['dimensions'][number], value: string): boolean {
  const isNamed = values.includes('*') || values.includes(value);
  return operator === 'Include' ? isNamed : !isNamed;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
