import { aggregates } from './aggregates.ts';
import { equality, hasTerms, ordering, textTest } from './comparisons.ts';
import { isConstant } from './constant.ts';
import { convert, toNumber } from './convert.ts';
import { toDynamic, toText } from './format.ts';
import { member } from './functions/dynamicFunctions.ts';
import { functions } from './functions/functions.ts';
import { literalOf } from './literals.ts';
import { nearest } from './nearest.ts';
import type { Cursor, Environment } from './relation.ts';
import { rowFunction } from './rowFunctions.ts';
import { type Column, KqlError, listOf, part, type Syntax } from './syntax.ts';
import { callUser } from './userFunctions.ts';
import { fold, keyOf, type Row, toList, type Value } from './values.ts';

/** What an expression gives of a row. */
export type Evaluate = (row: Row) => Value;

/** What an expression is read in. */
export interface Scope {
  readonly columns: readonly Column[];
  readonly environment: Environment;
  /** Of `summarize`: where the value of each aggregate stands in its row. */
  readonly slots?: ReadonlyMap<Syntax, number>;
  readonly cursor?: Cursor;
}

/** Turns an expression into a function of a row. Throws a {@link KqlError} for what is not built here. */
export function compile(syntax: Syntax, scope: Scope): Evaluate {
  const evaluate = compileAny(syntax, scope);
  if (scope.slots?.has(syntax) || !isWorthKeeping(syntax) || !isConstant(syntax)) return evaluate;
  let value: Value | undefined;
  return (row) => {
    value ??= evaluate(row);
    return value;
  };
}

function isWorthKeeping({ kind }: Syntax): boolean {
  return (
    kind === 'FunctionCallExpression' ||
    /^(?:Add|Subtract|Multiply|Divide|Element|Path|UnaryMinus)Expression$/.test(kind)
  );
}

function compileAny(syntax: Syntax, scope: Scope): Evaluate {
  const slot = scope.slots?.get(syntax);
  if (slot !== undefined) return (row) => row[slot] ?? null;
  const literal = literalOf(syntax);
  if (literal !== undefined) return () => literal;
  const { kind } = syntax;
  const of = (name: string) => compile(part(syntax, name), scope);
  switch (kind) {
    case 'NameReference':
    case 'BracketedName':
      return compileName(syntax, scope);
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
    case 'OrderedExpression':
      return of('Expression');
    case 'PathExpression':
      return compilePath(syntax, scope);
    case 'ElementExpression':
      return compileElement(syntax, scope);
    case 'FunctionCallExpression':
      return compileCall(syntax, scope);
    case 'ToScalarExpression':
    case 'ToTableExpression':
      return compileToScalar(part(syntax, 'Expression'), scope);
    case 'UnaryMinusExpression': {
      const value = compileNumber(part(syntax, 'Expression'), scope);
      return (row) => negate(value(row));
    }
    case 'UnaryPlusExpression':
      return of('Expression');
    case 'AndExpression': {
      const [left, right] = [of('Left'), of('Right')];
      return (row) => {
        const a = left(row);
        if (a === false) return false;
        const b = right(row);
        return b === false ? false : a === null || b === null ? null : true;
      };
    }
    case 'OrExpression': {
      const [left, right] = [of('Left'), of('Right')];
      return (row) => {
        const a = left(row);
        if (a === true) return true;
        const b = right(row);
        return b === true ? true : a === null || b === null ? null : false;
      };
    }
    case 'InExpression':
    case 'InCsExpression':
    case 'NotInExpression':
    case 'NotInCsExpression':
      return compileIn(syntax, scope);
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return compileHasTerms(syntax, scope);
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return compileBetween(syntax, scope);
    default:
      return compileBinary(syntax, scope);
  }
}

const negate = (value: Value) => (typeof value === 'number' ? -value : null);

function compileName(syntax: Syntax, { columns, environment }: Scope): Evaluate {
  const { text, refersTo } = syntax;
  const name = nameOf(syntax);
  if (refersTo === 'Variable' || refersTo === 'Parameter') {
    const value = environment.values.get(name);
    if (value !== undefined) return () => value();
    if (environment.relations.has(name)) return compileToScalar(syntax, { columns, environment });
    throw new KqlError('unsupported', `The name ${text} in this place`, syntax.start);
  }
  const at = columns.findIndex((column) => column.name === name);
  if (at !== -1) return (row) => row[at] ?? null;
  // After `evaluate` only the data tells which columns there are.
  if (refersTo === undefined || syntax.type === 'unknown') return () => null;
  throw new KqlError('unsupported', `The column ${text} in this place`, syntax.start);
}

/** A name, without the brackets of one that is no word. */
export function nameOf({ text, parts }: Syntax): string {
  const quoted = /^\[\s*(["'])([\s\S]*)\1\s*\]$/.exec(text);
  return quoted?.[2] ?? (parts.Name && parts.Name.text !== text ? nameOf(parts.Name) : text);
}

function compilePath(syntax: Syntax, scope: Scope): Evaluate {
  const of = compile(part(syntax, 'Expression'), scope);
  const selector = part(syntax, 'Selector');
  if (selector.kind === 'FunctionCallExpression') {
    throw new KqlError(
      'unsupported',
      `A call after a dot, as in ${syntax.text.slice(0, 60)},`,
      selector.start,
    );
  }
  const inner = selector.parts.Expression;
  const key = selector.kind === 'BracketedExpression' && inner ? literalOf(inner) : undefined;
  const name = typeof key === 'string' ? key : nameOf(selector);
  return (row) => member(of(row), name);
}

function compileElement(syntax: Syntax, scope: Scope): Evaluate {
  const of = compile(part(syntax, 'Expression'), scope);
  const key = compile(part(part(syntax, 'Selector'), 'Expression'), scope);
  return (row) => {
    const value = of(row);
    const at = key(row);
    const list = toList(value);
    if (list !== undefined) return typeof at === 'number' ? (list.at(at) ?? null) : null;
    return at === null ? null : member(value, `${at}`);
  };
}

/** The first value of the first row, asked for once. */
function compileToScalar(syntax: Syntax, { environment }: Scope): Evaluate {
  if (syntax.columns === undefined && syntax.kind !== 'NameReference') {
    return compile(syntax, { columns: [], environment });
  }
  let found: { value: Value } | undefined;
  return () => {
    found ??= { value: environment.relationOf(syntax, environment).rows[0]?.[0] ?? null };
    return found.value;
  };
}

function compileIn(syntax: Syntax, scope: Scope): Evaluate {
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

function compileHasTerms(syntax: Syntax, scope: Scope): Evaluate {
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

function compileBetween(syntax: Syntax, scope: Scope): Evaluate {
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

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  LessThanExpression: (order) => order < 0,
  LessThanOrEqualExpression: (order) => order <= 0,
  GreaterThanExpression: (order) => order > 0,
  GreaterThanOrEqualExpression: (order) => order >= 0,
};

function compileBinary(syntax: Syntax, scope: Scope): Evaluate {
  const { kind, parts } = syntax;
  const { Left: left, Right: right } = parts;
  if (left === undefined || right === undefined) {
    throw new KqlError(
      'unsupported',
      `${kind.replace(/Expression$/, '')}, as in ${syntax.text.slice(0, 60)},`,
      syntax.start,
    );
  }
  if (kind === 'EqualExpression' || kind === 'NotEqualExpression') {
    return compare(equality(left.type, right.type), kind === 'NotEqualExpression');
  }
  const order = orders[kind];
  if (order !== undefined) return compare(ordering(left.type, right.type, order), false);
  if (left.kind === 'StarExpression') return compileAnyColumn(syntax, right, scope);
  const test = textTest(kind);
  if (test !== undefined) {
    const [a, b] = [compile(left, scope), compile(right, scope)];
    if (left.type === 'string' && right.type === 'string')
      return (row) => test(a(row) as string, b(row) as string);
    return (row) => test(toText(a(row), left.type), toText(b(row), right.type));
  }
  const [a, b] = [compileNumber(left, scope), compileNumber(right, scope)];
  const call = arithmetic(syntax);
  return (row) => {
    const x = a(row);
    const y = b(row);
    return typeof x === 'number' && typeof y === 'number' ? call(x, y) : null;
  };

  function compare(comparison: (a: Value, b: Value) => Value, negated: boolean): Evaluate {
    const [a, b] = [compile(left as Syntax, scope), compile(right as Syntax, scope)];
    if (!negated) return (row) => comparison(a(row), b(row));
    return (row) => {
      const is = comparison(a(row), b(row));
      return is === null ? null : !is;
    };
  }
}

/** `* has "text"`: whether any column of text has it. */
function compileAnyColumn(syntax: Syntax, right: Syntax, scope: Scope): Evaluate {
  const test = textTest(syntax.kind);
  if (test === undefined) throw new KqlError('unsupported', `* with ${syntax.kind}`, syntax.start);
  const wanted = compile(right, scope);
  return (row) => {
    const text = toText(wanted(row), right.type);
    return scope.columns.some(({ type }, at) => test(toText(row[at] ?? null, type), text));
  };
}

/** A side of an arithmetic: what is dynamic counts as the number that it is. */
function compileNumber(syntax: Syntax, scope: Scope): Evaluate {
  const of = compile(syntax, scope);
  if (syntax.type !== 'dynamic' && syntax.type !== 'unknown') return of;
  return (row) => toNumber(of(row), 'dynamic');
}

function arithmetic(syntax: Syntax): (a: number, b: number) => Value {
  const isWhole = syntax.type === 'long' || syntax.type === 'int';
  switch (syntax.kind) {
    case 'AddExpression':
      return (a, b) => a + b;
    case 'SubtractExpression':
      return (a, b) => a - b;
    case 'MultiplyExpression':
      return (a, b) => a * b;
    case 'DivideExpression':
      return isWhole ? (a, b) => (b === 0 ? null : Math.trunc(a / b)) : (a, b) => a / b;
    case 'ModuloExpression':
      return (a, b) => (b === 0 ? null : ((a % b) + Math.abs(b)) % Math.abs(b));
    default:
      throw new KqlError('unsupported', syntax.kind.replace(/Expression$/, ''), syntax.start);
  }
}

function compileCall(syntax: Syntax, scope: Scope): Evaluate {
  const name = nameOf(part(syntax, 'Name'));
  const given = listOf(syntax, 'ArgumentList', 'Expressions');
  const user = scope.environment.functions.get(name);
  if (user !== undefined) return callUser(user, given.map(argumentOf), scope);
  const special =
    specialCall(name, given, syntax, scope) ?? rowFunction(name, given, scope, compile);
  if (special !== undefined) return special;
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known === undefined) throw unknownFunction(name, syntax);
  const types = given.map((each) => (each.kind === 'TypeOfLiteralExpression' ? 'type' : each.type));
  const call = known.of(types) as (...values: readonly Value[]) => Value;
  const parts = given.map((each) =>
    each.kind === 'TypeOfLiteralExpression' ? typeOf(each) : compile(each, scope),
  );
  return withArguments(call, parts, known.takesNull === true);
}

function withArguments(
  call: (...values: readonly Value[]) => Value,
  parts: readonly Evaluate[],
  takesNull: boolean,
): Evaluate {
  const [first, second] = parts;
  if (parts.length === 1 && first !== undefined) {
    if (takesNull) return (row) => call(first(row));
    return (row) => {
      const value = first(row);
      return value === null ? null : call(value);
    };
  }
  if (parts.length === 2 && first !== undefined && second !== undefined && !takesNull) {
    return (row) => {
      const [a, b] = [first(row), second(row)];
      return a === null || b === null ? null : call(a, b);
    };
  }
  return (row) => {
    const values = parts.map((part) => part(row));
    return !takesNull && values.includes(null) ? null : call(...values);
  };
}

/** `typeof(long)` as an argument: the name of the type. */
function typeOf({ items, parts }: Syntax): Evaluate {
  const type = (parts.Types?.items ?? items)[0]?.text ?? 'dynamic';
  const name =
    { double: 'real', date: 'datetime', time: 'timespan', boolean: 'bool' }[type] ?? type;
  return () => name;
}

/** An argument, without the name that it may have. */
function argumentOf(argument: Syntax): Syntax {
  return argument.kind === 'SimpleNamedExpression' ? part(argument, 'Expression') : argument;
}

/** Calls that look at more than the values of their arguments. */
function specialCall(
  name: string,
  given: readonly Syntax[],
  syntax: Syntax,
  scope: Scope,
): Evaluate | undefined {
  const { environment, columns } = scope;
  const compiled = () => given.map((each) => compile(each, scope));
  const toResult = (each: Syntax): Evaluate => {
    const value = compile(each, scope);
    return syntax.type === each.type || syntax.type !== 'dynamic'
      ? value
      : (row) => toDynamic(value(row), each.type);
  };
  switch (name) {
    case 'now':
    case 'ago': {
      const [span] = compiled();
      const sign = name === 'ago' ? -1 : 1;
      return () => environment.now + sign * Number(span?.([]) ?? 0);
    }
    case 'iff':
    case 'iif':
    case 'case': {
      const parts = given.map((each, at) =>
        at % 2 === 0 && at < given.length - 1 ? compile(each, scope) : toResult(each),
      );
      return (row) => {
        for (let at = 0; at + 1 < parts.length; at += 2) {
          if (parts[at]?.(row) === true) return parts[at + 1]?.(row) ?? null;
        }
        return parts.at(-1)?.(row) ?? null;
      };
    }
    case 'coalesce': {
      const parts = given.map(toResult);
      const isText = syntax.type === 'string';
      return (row) => {
        for (const each of parts) {
          const value = each(row);
          if (value !== null && (!isText || value !== '')) return value;
        }
        return isText ? '' : null;
      };
    }
    case 'column_ifexists':
    case 'columnifexists': {
      const [wanted, otherwise] = given;
      const column = wanted && literalOf(wanted);
      const at = columns.findIndex((each) => each.name === column);
      return at === -1 && otherwise ? compile(otherwise, scope) : (row) => row[at] ?? null;
    }
    case 'pack_all': {
      return (row) =>
        Object.fromEntries(
          columns.map(({ name, type }, at) => [name, toDynamic(row[at] ?? null, type)]),
        );
    }
    case 'new_guid':
      return () => crypto.randomUUID();
    default:
      return undefined;
  }
}

function unknownFunction(name: string, { start }: Syntax): KqlError {
  if (Object.hasOwn(aggregates, name))
    return new KqlError('unsupported', `The aggregate ${name}() outside of summarize`, start);
  const near = nearest(name, Object.keys(functions));
  const error = new KqlError('unsupported', `The function ${name}()`, start);
  if (near !== undefined) error.message += ` ${near}() is.`;
  return error;
}
