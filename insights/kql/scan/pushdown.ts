import { formatTimestamp } from '../../time.ts';
import { isConstant } from '../constant.ts';
import { compile, nameOf } from '../expressions.ts';
import { literalOf } from '../literals.ts';
import type { Environment } from '../relation.ts';
import { listOf, part, type Syntax } from '../syntax.ts';
import type { QueryTable, TableColumn } from '../tables.ts';
import { toList, type Value } from '../values.ts';

/** A condition on the table `items`, and its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** What a side of a comparison is in the store. */
type Place =
  | { readonly column: TableColumn }
  /** A dimension, which is a text, by its name. */
  | { readonly dimension: string };

/** Keys of a row that are columns of the store too, and whether an empty text is kept there. */
const indexed: Readonly<Record<string, { readonly sql: string; readonly keepsEmpty: boolean }>> = {
  operation_Id: { sql: 'operation_Id', keepsEmpty: true },
  operation_ParentId: { sql: 'parent', keepsEmpty: false },
  session_Id: { sql: 'session_Id', keepsEmpty: false },
  id: { sql: 'id', keepsEmpty: false },
};
/** Values that are looked for one by one; a longer list is left to the engine. */
const mostAlternatives = 24;
const mostListed = 20_000;
const numbers = new Set(['long', 'int', 'real']);
/** Letters whose cases SQLite and the engine fold alike, and which JSON writes as they are. */
const plainText = /^[ !#-[\]-~]+$/;

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

function both(a: Condition | undefined, b: Condition | undefined): Condition | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { sql: `${a.sql} AND ${b.sql}`, values: [...a.values, ...b.values] };
}

function either(all: readonly (Condition | undefined)[]): Condition | undefined {
  const known = all.flatMap((each) => each ?? []);
  if (known.length < all.length || known.length === 0) return undefined;
  return {
    sql: `(${known.map(({ sql }) => (sql.includes(' AND ') ? `(${sql})` : sql)).join(' OR ')})`,
    values: known.flatMap(({ values }) => values),
  };
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

/** A comparison of a place with a value; only where both have one type, as SQLite would bring them to another than KQL. */
function compare(place: Place, kind: string, value: Value, type: string): Condition | undefined {
  if ('dimension' in place) {
    if (typeof value !== 'string' || type !== 'string') return undefined;
    return textCondition(`${JSON.stringify(place.dimension)}:`, kind, value);
  }
  const { from, type: own } = place.column;
  if (from === undefined || value === null) return undefined;
  if (from === 'success' && kind === 'EqualExpression') return succeeded(value, own);
  if (
    own === 'datetime' &&
    type === 'datetime' &&
    from === 'timestamp' &&
    typeof value === 'number'
  ) {
    return timeCondition(kind, value);
  }
  if (numbers.has(own) && numbers.has(type) && typeof value === 'number' && hasNumber.has(from)) {
    const operator = operators[kind];
    if (operator === undefined || !Number.isFinite(value)) return undefined;
    return { sql: `row ->> '$.${from}' ${operator} ?`, values: [value] };
  }
  if (!isPlainText(place) || type !== 'string' || typeof value !== 'string') return undefined;
  const column = Object.hasOwn(indexed, from) ? indexed[from] : undefined;
  if (column !== undefined && kind === 'EqualExpression') {
    return value === '' && !column.keepsEmpty
      ? undefined
      : { sql: `${column.sql} = ?`, values: [value] };
  }
  return textCondition(`"${from}":`, kind, value);
}

/** Columns of numbers that are shown as they are stored; where others are missing, something stands in for them. */
const hasNumber = new Set([
  'duration',
  'value',
  'valueSum',
  'valueMin',
  'valueMax',
  'valueStdDev',
  'severityLevel',
  'size',
  'totalDuration',
  'networkDuration',
  'sendDuration',
  'receiveDuration',
  'processingDuration',
]);

const operators: Readonly<Record<string, string>> = {
  LessThanExpression: '<',
  LessThanOrEqualExpression: '<=',
  GreaterThanExpression: '>',
  GreaterThanOrEqualExpression: '>=',
  EqualExpression: '=',
};

function succeeded(value: Value, own: string): Condition | undefined {
  const is =
    own === 'bool' && typeof value !== 'boolean'
      ? undefined
      : /^(true|false)$/i.exec(`${value}`)?.[1];
  if (is === undefined || (typeof value === 'string' && value !== 'True' && value !== 'False'))
    return undefined;
  return {
    sql: 'instr(row, ?)',
    values: [`"success":"${is.toLowerCase() === 'true' ? 'True' : 'False'}"`],
  };
}

/** Rounded so that it lets through a µs more than asked for. */
function timeCondition(kind: string, ms: number): Condition | undefined {
  const operator = operators[kind];
  if (operator === undefined) return undefined;
  if (operator === '=')
    return both(
      timeCondition('GreaterThanOrEqualExpression', ms),
      timeCondition('LessThanOrEqualExpression', ms),
    );
  const isLower = operator.startsWith('>');
  const text = toStoredTime(isLower ? ms - 0.002 : ms + 0.002);
  return text === undefined
    ? undefined
    : { sql: `timestamp ${isLower ? '>=' : '<='} ?`, values: [text] };
}

/** A time as the store writes it; undefined for one that no row can have. */
export function toStoredTime(ms: number): string | undefined {
  const micros = Math.round(ms * 1_000);
  const whole = Math.floor(micros / 1_000);
  if (whole < -62_135_596_800_000 || whole > 253_402_300_799_999) return undefined;
  return formatTimestamp(whole, String(micros - whole * 1_000).padStart(3, '0'));
}

/** A test of a text that stands behind `key` in the row's JSON. */
function textCondition(key: string, kind: string, value: string): Condition | undefined {
  if (value === '') return undefined;
  const written = JSON.stringify(value);
  const holds = (text: string): Condition => ({ sql: 'instr(row, ?)', values: [text] });
  switch (kind) {
    case 'EqualExpression':
      return holds(`${key}${written}`);
    case 'StartsWithCsExpression':
      return holds(`${key}${written.slice(0, -1)}`);
    case 'EndsWithCsExpression':
      return holds(written.slice(1));
    case 'ContainsCsExpression':
    case 'HasCsExpression':
    case 'HasPrefixCsExpression':
    case 'HasSuffixCsExpression':
      return holds(written.slice(1, -1));
    default:
      break;
  }
  if (!plainText.test(value)) return undefined;
  const like = (text: string): Condition => ({
    sql: "row LIKE ? ESCAPE '\\'",
    values: [`%${text.replace(/[\\%_]/g, '\\$&')}%`],
  });
  switch (kind) {
    case 'EqualTildeExpression':
      return like(`${key}"${value}"`);
    case 'StartsWithExpression':
      return like(`${key}"${value}`);
    case 'EndsWithExpression':
      return like(`${value}"`);
    case 'ContainsExpression':
    case 'HasExpression':
    case 'HasPrefixExpression':
    case 'HasSuffixExpression':
      return like(value);
    default:
      return undefined;
  }
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
    Object.hasOwn(indexed, place.column.from)
      ? indexed[place.column.from]
      : undefined;
  if (column !== undefined && texts.length <= mostListed) {
    if (!column.keepsEmpty && texts.includes('')) return undefined;
    return {
      sql: `${column.sql} IN (SELECT value FROM json_each(?))`,
      values: [JSON.stringify(texts)],
    };
  }
  if (texts.length === 0 || texts.length > mostAlternatives) return undefined;
  // To read a row's JSON once is cheaper than to look through its text for each of several.
  if (texts.length > 1 && isPlainText(place) && !texts.includes('')) {
    const marks = texts.map(() => '?').join(', ');
    return { sql: `row ->> '$.${place.column.from}' IN (${marks})`, values: texts };
  }
  return either(texts.map((text) => compare(place, 'EqualExpression', text, 'string')));
}

/** Whether a place is a column that shows a text of the row as it is. */
function isPlainText(
  place: Place,
): place is { readonly column: TableColumn & { readonly from: string } } {
  if ('dimension' in place) return false;
  const { from, type } = place.column;
  return (
    from !== undefined && type === 'string' && from !== 'itemType' && from !== 'performanceBucket'
  );
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
