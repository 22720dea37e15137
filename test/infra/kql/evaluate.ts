import type { QueryNode } from '../kusto.ts';

/** A row by its columns: text, number, date, the object of a dynamic column, or null. */
export type Row = Readonly<Record<string, unknown>>;

/** What an expression is read in: its row; in `summarize` its group too. */
export interface Scope {
  readonly row: Row;
  readonly group?: readonly Row[];
  /** What `let` has named: a value. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The rows of a tabular expression. */
  rowsOf(node: QueryNode): readonly Row[];
}

/** The value of an expression. Of the language only what our queries use: the rest throws by its name. */
export function evaluate(node: QueryNode, scope: Scope): unknown {
  const { kind, text, children } = node;
  const [first, second] = children;
  const value = (child: QueryNode | undefined) => evaluate(needed(child, node), scope);
  switch (kind) {
    case 'StringLiteralExpression':
      return JSON.parse(text);
    case 'LongLiteralExpression':
      return Number(text);
    case 'RealLiteralExpression':
      return text === 'real(null)' ? null : Number(text);
    case 'TimespanLiteralExpression':
      return msOf(text);
    case 'DynamicExpression':
      return JSON.parse(text.slice('dynamic('.length, -1));
    case 'NameReference':
      if (Object.hasOwn(scope.row, text)) return scope.row[text];
      if (scope.values.has(text)) return scope.values.get(text);
      throw new Error(`no value ${text}`);
    case 'ParenthesizedExpression':
      return value(first);
    case 'PathExpression':
      return Object(value(first))[needed(second, node).text] ?? null;
    case 'ElementExpression':
      return Object(value(first))[`${value(needed(second, node).children[0])}`] ?? null;
    case 'ToScalarExpression': {
      const [row] = scope.rowsOf(needed(first, node));
      return row === undefined ? null : Object.values(row)[0];
    }
    case 'AndExpression':
      return value(first) === true && value(second) === true;
    case 'OrExpression':
      return value(first) === true || value(second) === true;
    case 'InExpression':
    case 'NotInExpression':
      return isIn(value(first), needed(second, node), scope) === (kind === 'InExpression');
    case 'FunctionCallExpression':
      return call(needed(first, node).text, second?.children[0]?.children ?? [], scope);
    default:
      return operate(kind, value(first), value(second));
  }
}

/** A part of a node that its kind always has. */
export function needed(child: QueryNode | undefined, of: QueryNode): QueryNode {
  if (child === undefined) throw new Error(`no such form of ${of.kind}: ${of.text}`);
  return child;
}

function msOf(timespan: string): number {
  const ms = { '1m': 60_000, '1h': 3_600_000 }[timespan];
  if (ms === undefined) throw new Error(`no timespan ${timespan}`);
  return ms;
}

function operate(kind: string, left: unknown, right: unknown): unknown {
  const text = (value: unknown) => `${value}`.toLowerCase();
  // What is compared with nothing is neither equal nor greater.
  const isNothing = left === null || right === null;
  switch (kind) {
    case 'EqualExpression':
      return !isNothing && left === right;
    case 'NotEqualExpression':
      return left !== right;
    case 'StartsWithExpression':
      return text(left).startsWith(text(right));
    case 'EndsWithExpression':
      return text(left).endsWith(text(right));
    case 'ContainsExpression':
      return text(left).includes(text(right));
    case 'GreaterThanOrEqualExpression':
      return !isNothing && Number(left) >= Number(right);
    case 'SubtractExpression':
      return isNothing ? null : Number(left) - Number(right);
    case 'MultiplyExpression':
      return isNothing ? null : Number(left) * Number(right);
    case 'DivideExpression':
      return isNothing ? null : Number(left) / Number(right); // of reals only: the first is one everywhere
    default:
      throw new Error(`no operator ${kind}`);
  }
}

function isIn(value: unknown, list: QueryNode, scope: Scope): boolean {
  const [items] = list.children;
  return needed(items, list).children.some((item) => {
    const given = item.type === '' ? undefined : evaluate(item, scope);
    if (Array.isArray(given)) return given.includes(value);
    if (given !== undefined) return given === value;
    return scope.rowsOf(item).some((row) => Object.values(row)[0] === value);
  });
}

function call(name: string, given: readonly QueryNode[], scope: Scope): unknown {
  const { group } = scope;
  const aggregate = aggregates[name];
  if (group !== undefined && aggregate !== undefined) {
    return aggregate(group.map((row) => given.map((node) => evaluate(node, { ...scope, row }))));
  }
  const plain = functions[name];
  if (plain === undefined) throw new Error(`no function ${name}`);
  return plain(...given.map((node) => evaluate(node, scope)));
}

const isEmpty = (value: unknown) => value === null || value === '';

const functions: Readonly<Record<string, (...given: unknown[]) => unknown>> = {
  bin: (value, width) => new Date(Math.floor(Number(value) / Number(width)) * Number(width)),
  case: (...given) => {
    const at = given.findIndex((is, index) => index % 2 === 0 && is === true);
    return at === -1 || at === given.length - 1 ? given.at(-1) : given[at + 1];
  },
  datetime_diff: (unit, later, earlier) => {
    if (unit !== 'minute') throw new Error(`no unit ${unit}`);
    const minuteOf = (time: unknown) => Math.floor(Number(time) / 60_000); // the borders between the two are counted
    return minuteOf(later) - minuteOf(earlier);
  },
  coalesce: (...given) => given.find((value) => !isEmpty(value)) ?? given.at(-1),
  iff: (is, then, otherwise) => (is === true ? then : otherwise),
  isempty: isEmpty,
  isnotempty: (value) => !isEmpty(value),
  isnotnull: (value) => value !== null,
  isnull: (value) => value === null,
  max_of: (...given) => Math.max(...given.map(Number)),
  round: (value, digits) => (value === null ? null : Number(Number(value).toFixed(Number(digits)))),
  tolong: (value) => (value === null ? null : Math.trunc(Number(value))),
  tostring: (value) => (value === null ? '' : `${value}`),
};

/** Each takes the arguments of every row of the group. */
const aggregates: Readonly<Record<string, (rows: readonly unknown[][]) => unknown>> = {
  dcount: (rows) => new Set(rows.map(([value]) => value)).size,
  min: (rows) =>
    rows
      .map(([value]) => value)
      .reduce((least, value) => (Number(value) < Number(least) ? value : least)),
  max: (rows) => rows.reduce((most, [value]) => Math.max(most, Number(value)), 0),
  percentilew: (rows) => {
    const known = rows.filter(([value]) => value !== null);
    const weights = known.flatMap(([value, weight]) => Array(Number(weight)).fill(Number(value)));
    weights.sort((a, b) => a - b);
    return weights[Math.ceil((weights.length * Number(rows[0]?.[2])) / 100) - 1] ?? null;
  },
  sum: (rows) => rows.reduce((sum, [value]) => sum + Number(value), 0),
  sumif: (rows) => rows.reduce((sum, [value, is]) => sum + (is === true ? Number(value) : 0), 0),
};
