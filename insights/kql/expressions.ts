import { compileCall } from './calls.ts';
import { equality, ordering, textTest } from './comparisons.ts';
import { isConstant } from './constant.ts';
import { toNumber } from './convert.ts';
import { toText } from './format.ts';
import { literalOf } from './literals.ts';
import { compileBetween, compileHasTerms, compileIn } from './membership.ts';
import { compileElement, compileKey, compilePath } from './paths.ts';
import type { Cursor, Environment } from './relation.ts';
import { type Column, KqlError, part, type Syntax } from './syntax.ts';
import type { Row, Value } from './values.ts';

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
      return compileKey(syntax, scope) ?? compilePath(syntax, scope);
    case 'ElementExpression':
      return compileKey(syntax, scope) ?? compileElement(syntax, scope);
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
