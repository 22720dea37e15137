import { type Column, KqlError, type Syntax } from './syntax.ts';
import type { Row, Value } from './values.ts';

/** A table in the middle of a query: of its columns those that anything needs, and its rows. */
export interface Relation {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A table that the query has named: made when first asked for. */
export interface NamedRelation {
  readonly get: () => Relation;
  /** What it was made of, so that a filter behind its name reaches the store. */
  readonly syntax: Syntax;
  readonly environment: () => Environment;
}

/** What a query runs in. */
export interface Environment {
  /** One time for the whole query. */
  readonly now: number;
  /** What `let` and parameters have named: values. */
  readonly values: ReadonlyMap<string, () => Value>;
  /** And tables. */
  readonly relations: ReadonlyMap<string, NamedRelation>;
  readonly functions: ReadonlyMap<string, UserFunction>;
  /** Runs a part of the query that gives a table. */
  relationOf(syntax: Syntax, environment: Environment): Relation;
  /** Throws when the query has run too long. */
  checkTime(): void;
}

/** A function that the query declares, and where. */
export interface UserFunction {
  readonly declaration: Syntax;
  readonly environment: Environment;
}

/** The place of a row among others, for functions that look at its neighbours. */
export interface Cursor {
  rows: readonly Row[];
  at: number;
}

/** Rows that a step may have. */
const mostRows = 1_000_000;
const rowsBetweenLooks = 2_048;

/** Makes rows of rows: `add` takes what belongs to the result. Throws when there are too many, or it takes too long. */
export function collect<Given>(
  { checkTime }: Environment,
  given: Iterable<Given>,
  step: (each: Given, add: (row: Row) => void, at: number) => void,
): Row[] {
  const rows: Row[] = [];
  const add = (row: Row) => {
    rows.push(row);
    if (rows.length % rowsBetweenLooks !== 0) return;
    checkTime();
    if (rows.length >= mostRows) {
      throw new KqlError(
        'limit',
        `A step of the query has more than ${mostRows.toLocaleString('en')} rows.`,
      );
    }
  };
  let at = 0;
  for (const each of given) {
    if (at % rowsBetweenLooks === 0) checkTime();
    step(each, add, at++);
  }
  return rows;
}
