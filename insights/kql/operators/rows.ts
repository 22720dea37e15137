import { compile } from '../expressions.ts';
import { collect, type Environment, type Relation } from '../relation.ts';
import { KqlError, listOf, part, type Syntax } from '../syntax.ts';
import { compare, type Row, type Value } from '../values.ts';
import { columnNameOf, scopeOf } from './columns.ts';
import { Groups } from './groups.ts';
import type { Operator } from './operator.ts';

/** `where`: what is null is not so. */
export const filter: Operator = (input, { syntax, environment }) => {
  const scope = scopeOf(input, environment);
  const holds = compile(part(syntax, 'Condition'), scope);
  const rows = collect(environment, input.rows, (row, add, at) => {
    scope.cursor.at = at;
    if (holds(row) === true) add(row);
  });
  return { columns: input.columns, rows };
};

/** `take` and `sample`. */
export const take: Operator = (input, { syntax, environment }) => ({
  columns: input.columns,
  rows: input.rows.slice(0, wholeOf(part(syntax, 'Expression'), environment)),
});

/** A whole number that does not change from row to row. */
export function wholeOf(syntax: Syntax, environment: Environment): number {
  const value = compile(syntax, { columns: [], environment })([]);
  if (typeof value === 'number' && value >= 0) return Math.trunc(value);
  throw new KqlError(
    'value',
    `${syntax.text.slice(0, 60)} must be a whole number from 0.`,
    syntax.start,
  );
}

/** `order by`. */
export const sort: Operator = (input, { syntax, environment }) => ({
  columns: input.columns,
  rows: sorted(input, listOf(syntax, 'Expressions'), environment),
});

/** `top N by`. */
export const top: Operator = (input, { syntax, environment }) => ({
  columns: input.columns,
  rows: sorted(input, [part(syntax, 'ByExpression')], environment).slice(
    0,
    wholeOf(part(syntax, 'Expression'), environment),
  ),
});

/** Rows in an order: descending unless told otherwise, null first ascending and last descending. */
function sorted(input: Relation, by: readonly Syntax[], environment: Environment): readonly Row[] {
  environment.checkTime();
  const scope = scopeOf(input, environment);
  const keys = by.map((each) => ({ of: compile(each, scope), ...orderOf(each) }));
  const rows = input.rows.map((row) => ({ row, values: keys.map(({ of }) => of(row)) }));
  rows.sort((a, b) => {
    for (const [at, { sign, nullsFirst }] of keys.entries()) {
      const [left, right]: [Value, Value] = [a.values[at] ?? null, b.values[at] ?? null];
      if (left === null || right === null) {
        if (left === right) continue;
        return (left === null) === nullsFirst ? -1 : 1;
      }
      const order = compare(left, right);
      if (order !== 0) return sign * order;
    }
    return 0;
  });
  return rows.map(({ row }) => row);
}

/** Of `x asc nulls last`: which way, and where null goes. */
export function orderOf(syntax: Syntax): { sign: 1 | -1; nullsFirst: boolean } {
  const ordering = syntax.kind === 'OrderedExpression' ? (syntax.parts.Ordering?.text ?? '') : '';
  const sign = /\basc\b/.test(ordering) ? 1 : -1;
  const nulls = /\bnulls\s+(first|last)\b/.exec(ordering)?.[1];
  return { sign, nullsFirst: nulls === undefined ? sign === 1 : nulls === 'first' };
}

/** `count`. */
export const count: Operator = (input, { declared }) => ({
  columns: declared,
  rows: [[input.rows.length]],
});

/** `distinct`. */
export const distinct: Operator = (input, { syntax, declared, environment }) => {
  const expressions = listOf(syntax, 'Expressions');
  const isAll = expressions.some(({ kind }) => kind === 'StarExpression');
  const scope = scopeOf(input, environment);
  for (const expression of isAll ? [] : expressions) columnNameOf(expression);
  const of = isAll
    ? input.columns.map((_, at) => (row: Row) => row[at] ?? null)
    : expressions.map((expression) => compile(expression, scope));
  const groups = new Groups(() => true);
  const rows = collect(environment, input.rows, (row, add) => {
    const values = of.map((each) => each(row));
    if (groups.at(values).isNew) add(values);
  });
  return { columns: isAll ? input.columns : declared, rows };
};

/** `sample-distinct N of x`: the first that are found. */
export const sampleDistinct: Operator = (input, step) => {
  const { syntax, environment, declared } = step;
  const of = compile(part(syntax, 'OfExpression'), scopeOf(input, environment));
  const groups = new Groups(() => true);
  const rows = collect(environment, input.rows, (row, add) => {
    const value = of(row);
    if (groups.at([value]).isNew) add([value]);
  });
  return {
    columns: declared,
    rows: rows.slice(0, wholeOf(part(syntax, 'Expression'), environment)),
  };
};
