import { isConstant } from '../constant.ts';
import { compile, nameOf } from '../expressions.ts';
import { literalOf } from '../literals.ts';
import type { Environment } from '../relation.ts';
import { listOf, part, type Syntax } from '../syntax.ts';
import type { QueryTable } from '../tables.ts';
import { toList, type Value } from '../values.ts';
import { compare, identifiers, isPlainText, type Place } from './compare.ts';
import { both, type Condition, either } from './condition.ts';
import { stored } from './readTable.ts';

/** Values that are looked for one by one; a longer list is left to the engine. */
const mostAlternatives = 24;
const mostListed = 20_000;
/** To look for more than so many takes longer than to read the table by time. */
const mostNarrow = 500;

/**
 * What SQLite can do of a filter: a condition that holds for all rows for which the filter does, and maybe for more, as the filter
 * itself is asked again. Undefined when it can do nothing.
 */
export function toCondition(
  filter: Syntax,
  table: QueryTable,
  environment: Environment,
): Condition | undefined {
  const push = (syntax: Syntax) => toCondition(syntax, table, environment);
  const { kind, parts } = filter;
  switch (kind) {
    case 'ParenthesizedExpression':
      return push(part(filter, 'Expression'));
    case 'AndExpression':
      return both(push(part(filter, 'Left')), push(part(filter, 'Right')));
    case 'OrExpression':
      return either([push(part(filter, 'Left')), push(part(filter, 'Right'))]);
    case 'FunctionCallExpression':
      return pushFilled(filter, table);
    case 'InExpression':
    case 'InCsExpression':
      return pushIn(filter, table, environment);
    case 'BetweenExpression':
      return pushBetween(filter, table, environment);
    default:
      return parts.Left && parts.Right ? pushBinary(filter, table, environment) : undefined;
  }
}

/** A column of the table, or a dimension by a name that is written out, in `tostring()` or without. */
function toPlace(syntax: Syntax, table: QueryTable): Place | undefined {
  const { kind, parts } = syntax;
  if (kind === 'ParenthesizedExpression') return toPlace(part(syntax, 'Expression'), table);
  if (kind === 'FunctionCallExpression') {
    const [argument] = listOf(syntax, 'ArgumentList', 'Expressions');
    const place =
      nameOf(part(syntax, 'Name')) === 'tostring' && argument && toPlace(argument, table);
    return place && 'dimension' in place ? place : undefined;
  }
  if (kind === 'NameReference' && syntax.refersTo === 'Column') {
    const column = table.columns.find(({ name }) => name === nameOf(syntax));
    return column && { column };
  }
  if (kind !== 'PathExpression' && kind !== 'ElementExpression') return undefined;
  const of = parts.Expression && toPlace(parts.Expression, table);
  if (of === undefined || !('column' in of) || of.column.from !== 'customDimensions')
    return undefined;
  const selector = part(syntax, 'Selector');
  const key =
    selector.kind === 'BracketedExpression'
      ? literalOf(part(selector, 'Expression'))
      : nameOf(selector);
  return typeof key === 'string' ? { dimension: key } : undefined;
}

function constantOf(syntax: Syntax, environment: Environment): Value | undefined {
  return isConstant(syntax) ? compile(syntax, { columns: [], environment })([]) : undefined;
}

const mirrored: Readonly<Record<string, string>> = {
  LessThanExpression: 'GreaterThanExpression',
  LessThanOrEqualExpression: 'GreaterThanOrEqualExpression',
  GreaterThanExpression: 'LessThanExpression',
  GreaterThanOrEqualExpression: 'LessThanOrEqualExpression',
  EqualExpression: 'EqualExpression',
};

function pushBinary(
  filter: Syntax,
  table: QueryTable,
  environment: Environment,
): Condition | undefined {
  const [left, right] = [part(filter, 'Left'), part(filter, 'Right')];
  if (right.kind === 'ExpressionList') return undefined;
  const place = toPlace(left, table);
  if (place !== undefined) {
    const value = constantOf(right, environment);
    return value === undefined ? undefined : compare(place, filter.kind, value, right.type);
  }
  const other = toPlace(right, table);
  const kind = mirrored[filter.kind];
  if (other === undefined || kind === undefined) return undefined;
  const value = constantOf(left, environment);
  return value === undefined ? undefined : compare(other, kind, value, left.type);
}

function pushBetween(
  filter: Syntax,
  table: QueryTable,
  environment: Environment,
): Condition | undefined {
  const left = part(filter, 'Left');
  const place = toPlace(left, table);
  if (place === undefined || 'dimension' in place) return undefined;
  const [first, second] = [
    part(part(filter, 'Right'), 'First'),
    part(part(filter, 'Right'), 'Second'),
  ];
  const [low, high] = [constantOf(first, environment), constantOf(second, environment)];
  if (typeof low !== 'number' || typeof high !== 'number') return undefined;
  const isSpan = left.type === 'datetime' && second.type === 'timespan';
  return both(
    compare(place, 'GreaterThanOrEqualExpression', low, first.type),
    compare(
      place,
      'LessThanOrEqualExpression',
      isSpan ? low + high : high,
      isSpan ? first.type : second.type,
    ),
  );
}

function pushIn(
  filter: Syntax,
  table: QueryTable,
  environment: Environment,
): Condition | undefined {
  const place = toPlace(part(filter, 'Left'), table);
  if (place === undefined || part(filter, 'Operator').text.includes('~')) return undefined;
  const values = listOf(part(filter, 'Right'), 'Expressions').map((item) =>
    valuesOf(item, environment),
  );
  if (values.some((each) => each === undefined)) return undefined;
  const all = values.flatMap((each) => each ?? []);
  const texts = all.filter((value) => typeof value === 'string');
  if (texts.length < all.length) return undefined;
  const column =
    'column' in place &&
    place.column.from !== undefined &&
    Object.hasOwn(identifiers, place.column.from)
      ? identifiers[place.column.from]
      : undefined;
  if (column !== undefined && texts.length <= mostListed) {
    if (!column.keepsEmpty && texts.includes('')) return undefined;
    return {
      sql: `${column.sql} IN (SELECT value FROM json_each(?))`,
      values: [JSON.stringify(texts)],
      isNarrow: column.isIndexed && texts.length <= mostNarrow && !texts.includes(''),
    };
  }
  if (texts.length === 0 || texts.length > mostAlternatives) return undefined;
  // To read a row's JSON once is cheaper than to look through its text for each of several.
  if (texts.length > 1 && isPlainText(place) && !texts.includes('')) {
    const marks = texts.map(() => '?').join(', ');
    const { from } = place.column;
    return { sql: `${stored[from] ?? `row ->> '$.${from}'`} IN (${marks})`, values: texts };
  }
  return either(texts.map((text) => compare(place, 'EqualExpression', text, 'string')));
}

/** The values that an item of `in` stands for: its own, those of a list, those of a table's first column. */
function valuesOf(item: Syntax, environment: Environment): readonly Value[] | undefined {
  if (item.columns !== undefined) {
    if (item.columns[0]?.type !== 'string') return undefined;
    return environment.relationOf(item, environment).rows.map((row) => row[0] ?? '');
  }
  const value = constantOf(item, environment);
  return value === undefined ? undefined : (toList(value) ?? [value]);
}

/** `isnotempty(x)`: what is there has its key in the row. */
function pushFilled(filter: Syntax, table: QueryTable): Condition | undefined {
  if (!/^(?:isnotempty|notempty|isnotnull|notnull)$/.test(nameOf(part(filter, 'Name'))))
    return undefined;
  const [argument] = listOf(filter, 'ArgumentList', 'Expressions');
  const place = argument && toPlace(argument, table);
  if (place === undefined) return undefined;
  if ('dimension' in place)
    return { sql: 'instr(row, ?)', values: [`${JSON.stringify(place.dimension)}:`] };
  const { from } = place.column;
  if (from === 'session_Id' && !/null/.test(nameOf(part(filter, 'Name'))))
    return { sql: 'session_Id IS NOT NULL', values: [] };
  return undefined;
}
