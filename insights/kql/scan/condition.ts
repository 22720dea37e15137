/** A condition on the table `items`, and its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Both of two conditions, or the one that is known. */
export function both(a: Condition | undefined, b: Condition | undefined): Condition | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { sql: `${a.sql} AND ${b.sql}`, values: [...a.values, ...b.values] };
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
