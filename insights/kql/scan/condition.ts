/** A condition on the table `items`, and its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
  /** Whether it lets few rows through, and an index of its own finds them. */
  readonly isNarrow?: boolean;
}

/** All of some conditions; undefined when there are none. */
export function allOf(conditions: readonly Condition[]): Condition | undefined {
  return conditions.reduce<Condition | undefined>(both, undefined);
}

/** Both of two conditions, or the one that is known. */
export function both(a: Condition | undefined, b: Condition | undefined): Condition | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    sql: `${a.sql} AND ${b.sql}`,
    values: [...a.values, ...b.values],
    isNarrow: a.isNarrow || b.isNarrow || false,
  };
}

/** One of several conditions; none when one of them is not known. */
export function either(all: readonly (Condition | undefined)[]): Condition | undefined {
  const known = all.flatMap((each) => each ?? []);
  if (known.length < all.length || known.length === 0) return undefined;
  return {
    sql: `(${known.map(({ sql }) => (sql.includes(' AND ') ? `(${sql})` : sql)).join(' OR ')})`,
    values: known.flatMap(({ values }) => values),
  };
}
