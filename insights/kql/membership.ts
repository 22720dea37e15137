import { hasTerms, ordering } from './comparisons.ts';
import { isConstant } from './constant.ts';
import { convert } from './convert.ts';
import { compile, type Evaluate, type Scope } from './expressions.ts';
import { toText } from './format.ts';
import { listOf, part, type Syntax } from './syntax.ts';
import { fold, keyOf, type Row, toList, type Value } from './values.ts';

/** `in` and its like. */
export function compileIn(syntax: Syntax, scope: Scope): Evaluate {
  const left = part(syntax, 'Left');
  const of = compile(left, scope);
  const folded = part(syntax, 'Operator').text.includes('~');
  const wanted = !syntax.kind.startsWith('Not');
  const key = (value: Value) => (folded && typeof value === 'string' ? fold(value) : keyOf(value));
  const sides = listOf(part(syntax, 'Right'), 'Expressions').map((item) =>
    compileItems(item, left.type, scope),
  );
  const toSet = (row: Row) => new Set(sides.flatMap((side) => side(row)).map(key));
  const isOnce = listOf(part(syntax, 'Right'), 'Expressions').every(
    (item) => isTable(item) || isConstant(item),
  );
  let set: ReadonlySet<Value> | undefined;
  return (row) => {
    if (isOnce) set ??= toSet(row);
    return (set ?? toSet(row)).has(key(converted(of(row), left.type))) === wanted;
  };
}

/** What is compared as a text where it is dynamic, as the sides of `in` may be either. */
function converted(value: Value, type: string): Value {
  return type === 'dynamic' && typeof value === 'object'
    ? value === null
      ? ''
      : toText(value, type)
    : value;
}

function isTable(item: Syntax): boolean {
  return item.columns !== undefined || item.kind === 'PipeExpression';
}

/** The values that an item of a list stands for: itself, those of its list, or those of a table's first column. */
function compileItems(item: Syntax, type: string, scope: Scope): (row: Row) => readonly Value[] {
  if (isTable(item)) {
    const { environment } = scope;
    return () => {
      const { rows, columns } = environment.relationOf(item, environment);
      const from = columns[0]?.type ?? type;
      return rows.map((row) => toType(row[0] ?? null, from, type));
    };
  }
  const value = compile(item, scope);
  return (row) => {
    const given = value(row);
    return toList(given) ?? [toType(given, item.type, type)];
  };
}

function toType(value: Value, from: string, to: string): Value {
  const numbers = /^(?:long|int|real|decimal)$/;
  if (
    from === to ||
    to === 'dynamic' ||
    to === 'unknown' ||
    (numbers.test(from) && numbers.test(to))
  )
    return value;
  return convert(value, from, to);
}

/** `has_any` and `has_all`. */
export function compileHasTerms(syntax: Syntax, scope: Scope): Evaluate {
  const left = part(syntax, 'Left');
  const of = compile(left, scope);
  const sides = listOf(part(syntax, 'Right'), 'Expressions').map((item) =>
    compileItems(item, 'string', scope),
  );
  const mode = syntax.kind === 'HasAnyExpression' ? 'any' : 'all';
  return (row) =>
    hasTerms(
      toText(of(row), left.type),
      sides.flatMap((side) => side(row)),
      mode,
    );
}

/** `between`, with a span behind a time too. */
export function compileBetween(syntax: Syntax, scope: Scope): Evaluate {
  const left = part(syntax, 'Left');
  const range = part(syntax, 'Right');
  const [first, second] = [part(range, 'First'), part(range, 'Second')];
  const of = compile(left, scope);
  const [from, to] = [compile(first, scope), compile(second, scope)];
  const isSpan = left.type === 'datetime' && second.type === 'timespan';
  const atLeast = ordering(left.type, first.type, (order) => order >= 0);
  const atMost = ordering(left.type, isSpan ? left.type : second.type, (order) => order <= 0);
  const wanted = syntax.kind === 'BetweenExpression';
  return (row) => {
    const [value, low, high] = [of(row), from(row), to(row)];
    if (value === null || low === null || high === null) return null;
    const end = isSpan ? Number(low) + Number(high) : high;
    return (atLeast(value, low) === true && atMost(value, end) === true) === wanted;
  };
}
