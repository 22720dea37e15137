import { type Argument, aggregates, type Gathering, manyColumns } from '../aggregates.ts';
import { compile, type Evaluate, nameOf, type Scope } from '../expressions.ts';
import { type Column, KqlError, listOf, part, type Syntax } from '../syntax.ts';
import type { Row, Value } from '../values.ts';

/** What `summarize` makes of a group: the gatherings that it needs, and its columns from what they found. */
export interface GroupPlan {
  begin(): readonly Gathering[];
  end(gathered: readonly Gathering[]): readonly Value[];
}

/** An aggregate of a query, and where its values stand among those of all. */
interface Call {
  readonly make: () => Gathering;
  readonly slot: number;
  readonly width: number;
}

/**
 * Reads the expressions of a group: aggregates, alone or within others (`round(100.0 * countif(a) / count())`). `declared` are the
 * columns that they make together; of an aggregate with `*` they tell which.
 */
export function planGroup(
  expressions: readonly Syntax[],
  declared: readonly Column[],
  scope: Scope,
): GroupPlan {
  const calls: Call[] = [];
  const slots = new Map<Syntax, number>();
  let width = 0;
  const add = (call: Syntax, argumentsOf: readonly Argument[], columns: number) => {
    const name = nameOf(part(call, 'Name'));
    const make = aggregates[name];
    if (make === undefined || !Object.hasOwn(aggregates, name)) {
      throw new KqlError('unsupported', `The aggregate ${name}()`, call.start);
    }
    calls.push({ make: make(...argumentsOf), slot: width, width: columns });
    slots.set(call, width);
    width += columns;
  };
  const known = expressions.map((expression) => widthOf(expression));
  const rest = declared.length - known.reduce((sum: number, each) => sum + (each ?? 0), 0);
  const columns: Evaluate[] = [];
  for (const [at, expression] of expressions.entries()) {
    const call = unwrap(expression);
    const many = known[at] ?? rest;
    if (isMany(call)) {
      const of = declared.slice(columns.length, columns.length + many);
      const slot = width;
      add(call, toArguments(call, of, scope), many);
      for (let next = 0; next < many; next++) columns.push((row) => row[slot + next] ?? null);
      continue;
    }
    for (const found of aggregatesIn(call)) add(found, toArguments(found, [], scope), 1);
    columns.push(compile(call, { ...scope, slots }));
  }
  return {
    begin: () => calls.map(({ make }) => make()),
    end(gathered) {
      const row: Value[] = [];
      for (const each of gathered) row.push(...each.values());
      return columns.map((of) => of(row as Row));
    },
  };
}

function unwrap(expression: Syntax): Syntax {
  const { kind, parts } = expression;
  const isNamed = /^(?:SimpleNamed|CompoundNamed|Parenthesized|Ordered|MakeSeries)Expression$/.test(
    kind,
  );
  return isNamed && parts.Expression ? unwrap(parts.Expression) : expression;
}

/** How many columns an expression makes; undefined for one with `*`. */
function widthOf(expression: Syntax): number | undefined {
  const call = unwrap(expression);
  if (!isMany(call)) return 1;
  const given = listOf(call, 'ArgumentList', 'Expressions');
  if (given.some(({ kind }) => kind === 'StarExpression')) return undefined;
  return given.length - (manyColumns[nameOf(part(call, 'Name'))] ?? 0);
}

function isMany(call: Syntax): boolean {
  return (
    call.kind === 'FunctionCallExpression' && Object.hasOwn(manyColumns, nameOf(part(call, 'Name')))
  );
}

/** The aggregates in an expression, the outermost of each branch. */
function aggregatesIn(syntax: Syntax): readonly Syntax[] {
  if (
    syntax.kind === 'FunctionCallExpression' &&
    Object.hasOwn(aggregates, nameOf(part(syntax, 'Name')))
  ) {
    return [syntax];
  }
  if (syntax.columns !== undefined) return [];
  return [...Object.values(syntax.parts), ...syntax.items].flatMap(aggregatesIn);
}

/** The arguments of an aggregate; `*` stands for the columns that it makes beside the named ones. */
function toArguments(call: Syntax, made: readonly Column[], scope: Scope): readonly Argument[] {
  const given = listOf(call, 'ArgumentList', 'Expressions');
  const named = given.filter(({ kind }) => kind !== 'StarExpression');
  const argumentsOf = named.map((each) => ({ of: compile(each, scope), type: each.type }));
  if (named.length === given.length) return argumentsOf;
  const rest = made.slice(named.length).map(({ name, type }): Argument => {
    const at = [name, name.replace(/\d+$/, '')]
      .map((each) => scope.columns.findIndex((column) => column.name === each))
      .find((place) => place !== -1);
    return { of: (row) => (at === undefined ? null : (row[at] ?? null)), type };
  });
  return [...argumentsOf, ...rest];
}
