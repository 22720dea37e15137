import { formatTimestamp } from '../../time.ts';
import type { TableColumn } from '../tables.ts';
import type { Value } from '../values.ts';
import { both, type Condition } from './condition.ts';
import { stored } from './readTable.ts';

/** What a side of a comparison is in the store. */
export type Place =
  | { readonly column: TableColumn }
  /** A dimension, which is a text, by its name. */
  | { readonly dimension: string };

/** Keys of a row that are columns of the store too, whether an empty text is kept there, and whether an index finds them. */
export const identifiers: Readonly<
  Record<
    string,
    { readonly sql: string; readonly keepsEmpty: boolean; readonly isIndexed: boolean }
  >
> = {
  operation_Id: { sql: 'operation_Id', keepsEmpty: true, isIndexed: true },
  operation_ParentId: { sql: 'parent', keepsEmpty: false, isIndexed: false },
  session_Id: { sql: 'session_Id', keepsEmpty: false, isIndexed: true },
  id: { sql: 'id', keepsEmpty: false, isIndexed: false },
};
const numbers = new Set(['long', 'int', 'real']);
/** Letters whose cases SQLite and the engine fold alike, and which JSON writes as they are. */
const plainText = /^[ !#-[\]-~]+$/;

/** A comparison of a place with a value; only where both have one type, as SQLite would bring them to another than KQL. */
export function compare(
  place: Place,
  kind: string,
  value: Value,
  type: string,
): Condition | undefined {
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
    return { sql: `${stored[from] ?? `row ->> '$.${from}'`} ${operator} ?`, values: [value] };
  }
  if (!isPlainText(place) || type !== 'string' || typeof value !== 'string') return undefined;
  const column = Object.hasOwn(identifiers, from) ? identifiers[from] : undefined;
  if (column !== undefined && kind === 'EqualExpression') {
    return value === '' && !column.keepsEmpty
      ? undefined
      : { sql: `${column.sql} = ?`, values: [value], isNarrow: column.isIndexed && value !== '' };
  }
  const sql = stored[from];
  return sql === undefined
    ? textCondition(`"${from}":`, kind, value)
    : columnCondition(sql, kind, value);
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
    sql: 'success = ?',
    values: [is.toLowerCase() === 'true' ? 'True' : 'False'],
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

/** A test of a text that is a column of the store. */
function columnCondition(column: string, kind: string, value: string): Condition | undefined {
  if (value === '') return undefined;
  switch (kind) {
    case 'EqualExpression':
      return { sql: `${column} = ?`, values: [value] };
    case 'StartsWithCsExpression':
    case 'EndsWithCsExpression':
    case 'ContainsCsExpression':
    case 'HasCsExpression':
    case 'HasPrefixCsExpression':
    case 'HasSuffixCsExpression':
      return { sql: `instr(${column}, ?)`, values: [value] };
    default:
      break;
  }
  const [before, after] = around[kind] ?? [];
  if (before === undefined || after === undefined || !plainText.test(value)) return undefined;
  const pattern = `${before}${value.replace(/[\\%_]/g, '\\$&')}${after}`;
  return { sql: `${column} LIKE ? ESCAPE '\\'`, values: [pattern] };
}

/** What may stand before and behind the text that an operator looks for. */
const around: Readonly<Record<string, readonly [string, string]>> = {
  EqualTildeExpression: ['', ''],
  StartsWithExpression: ['', '%'],
  EndsWithExpression: ['%', ''],
  ContainsExpression: ['%', '%'],
  HasExpression: ['%', '%'],
  HasPrefixExpression: ['%', '%'],
  HasSuffixExpression: ['%', '%'],
};

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

/** Whether a place is a column that shows a text of the row as it is. */
export function isPlainText(
  place: Place,
): place is { readonly column: TableColumn & { readonly from: string } } {
  if ('dimension' in place) return false;
  const { from, type } = place.column;
  return (
    from !== undefined && type === 'string' && from !== 'itemType' && from !== 'performanceBucket'
  );
}
