import { compile, type Evaluate, nameOf, type Scope } from '../expressions.ts';
import { type Cursor, collect, type Environment, type Relation } from '../relation.ts';
import { type Column, KqlError, listOf, part, type Syntax } from '../syntax.ts';
import type { Operator } from './operator.ts';

/** The name that an expression of a list has, or gets; '' where the checker numbers it. */
export function columnNameOf(expression: Syntax): string {
  if (expression.kind === 'SimpleNamedExpression') return nameOf(part(expression, 'Name'));
  if (expression.kind === 'CompoundNamedExpression') {
    throw new KqlError('unsupported', 'More than one name for a column here', expression.start);
  }
  return expression.kind === 'NameReference' ? nameOf(expression) : (expression.resultName ?? '');
}

/** Rows and where one is in them, for expressions that look at neighbours. */
export function scopeOf(
  { columns, rows }: Relation,
  environment: Environment,
): Scope & { cursor: Cursor } {
  return { columns, environment, cursor: { rows, at: 0 } };
}

/** `extend`, and `serialize`, which may hold columns too. */
export const extend: Operator = (input, { syntax, declared, environment }) => {
  const scope = scopeOf(input, environment);
  const expressions = listOf(syntax, 'Expressions');
  const named = expressions.map(columnNameOf);
  const free = declared.filter(
    ({ name }) => !named.includes(name) && !input.columns.some((column) => column.name === name),
  );
  const made = new Map<string, { of: Evaluate; type: string }>();
  for (const [at, expression] of expressions.entries()) {
    const name = named[at] || (free.shift()?.name ?? '');
    made.set(name, { of: compile(expression, scope), type: expression.type });
  }
  const places = new Map(input.columns.map(({ name }, at) => [name, at]));
  const known = declared.filter(({ name }) => made.has(name) || places.has(name));
  const others = input.columns.filter(
    ({ name }) => !declared.some((column) => column.name === name),
  );
  return project(input, scope, [...known, ...others], (column) => {
    const found = made.get(column.name);
    if (found !== undefined) return found.of;
    const at = places.get(column.name) ?? -1;
    return (row) => row[at] ?? null;
  });
};

/** `project`: just these columns. */
export const projectThese: Operator = (input, { syntax, declared, environment }) => {
  const scope = scopeOf(input, environment);
  const expressions = listOf(syntax, 'Expressions');
  for (const expression of expressions) columnNameOf(expression);
  const all = expressions.map((expression) => compile(expression, scope));
  return project(input, scope, declared, (_, at) => all[at] ?? (() => null));
};

/** `project-away`, `project-keep`, `project-reorder`: columns that are there, by the checker's list. */
export const selectDeclared: Operator = (input, { declared, environment }) => {
  const known = declared.filter(({ name }) => input.columns.some((column) => column.name === name));
  return project(input, scopeOf(input, environment), known, ({ name }) => {
    const at = input.columns.findIndex((column) => column.name === name);
    return (row) => row[at] ?? null;
  });
};

/** `project-rename`. */
export const rename: Operator = (input, { syntax }) => {
  const names = new Map(
    listOf(syntax, 'Expressions').map((each) => [
      nameOf(part(each, 'Expression')),
      nameOf(part(each, 'Name')),
    ]),
  );
  const columns = input.columns.map(({ name, type }) => ({ name: names.get(name) ?? name, type }));
  return { columns, rows: input.rows };
};

function project(
  input: Relation,
  { environment, cursor }: Scope & { cursor: Cursor },
  columns: readonly Column[],
  of: (column: Column, at: number) => Evaluate,
): Relation {
  const all = columns.map(of);
  const rows = collect(environment, input.rows, (row, add, at) => {
    cursor.at = at;
    add(all.map((each) => each(row)));
  });
  return { columns, rows };
}
