import { collect, type Environment, type Relation } from '../relation.ts';
import type { Column } from '../syntax.ts';
import { emptyOf } from '../values.ts';

/** One of the tables of a union, and what `withsource` calls it. */
export interface Branch {
  readonly name: string;
  readonly relation: Relation;
}

/** Rows of all tables, in the columns that the checker declares: one that has two types is there once for each, as `name_type`. */
export function unite(
  branches: readonly Branch[],
  declared: readonly Column[],
  source: string | undefined,
  environment: Environment,
): Relation {
  const isKnown = (column: Column, at: number) =>
    (at === 0 && column.name === source) ||
    branches.some(({ relation }) => placeIn(relation, column) !== -1);
  const columns = declared.filter(isKnown);
  const rows = branches.flatMap(({ name, relation }) => {
    const places = columns.map((column, at) =>
      at === 0 && column.name === source ? -2 : placeIn(relation, column),
    );
    const isSame =
      places.length === relation.columns.length && places.every((place, at) => place === at);
    if (isSame) return relation.rows;
    const empty = columns.map(({ type }) => emptyOf(type));
    return collect(environment, relation.rows, (row, add) => {
      add(
        places.map((place, at) =>
          place === -2 ? name : place === -1 ? (empty[at] ?? null) : (row[place] ?? null),
        ),
      );
    });
  });
  return { columns, rows };
}

function placeIn({ columns }: Relation, wanted: Column): number {
  const same = columns.findIndex(
    ({ name, type }) =>
      name === wanted.name &&
      (type === wanted.type || wanted.type === 'unknown' || type === 'unknown'),
  );
  if (same !== -1) return same;
  return columns.findIndex(({ name, type }) => `${name}_${type}` === wanted.name);
}
