import { convert } from '../convert.ts';
import { compile } from '../expressions.ts';
import { collect, type Environment, type Relation } from '../relation.ts';
import { type Column, KqlError, listOf, part, type Syntax } from '../syntax.ts';
import type { Row } from '../values.ts';

const mostPoints = 1_000_000;

/** `print`. */
export function print(
  syntax: Syntax,
  declared: readonly Column[],
  environment: Environment,
): Relation {
  const row = listOf(syntax, 'Expressions').map((each) =>
    compile(each, { columns: [], environment })([]),
  );
  return { columns: declared, rows: [row] };
}

/** `range x from a to b step c`. */
export function range(
  syntax: Syntax,
  declared: readonly Column[],
  environment: Environment,
): Relation {
  const value = (name: string) => {
    const found = compile(part(syntax, name), { columns: [], environment })([]);
    if (typeof found === 'number' && Number.isFinite(found)) return found;
    throw new KqlError(
      'value',
      `The ${name.toLowerCase()} of range is no number or time.`,
      syntax.start,
    );
  };
  const [from, to, step] = [value('From'), value('To'), value('Step')];
  if (step === 0) throw new KqlError('value', 'The step of range must not be 0.', syntax.start);
  const count = Math.max(0, Math.floor((to - from) / step + 1e-9) + 1);
  if (count > mostPoints)
    throw new KqlError(
      'limit',
      `A range has more than ${mostPoints.toLocaleString('en')} rows.`,
      syntax.start,
    );
  const rows = Array.from({ length: count }, (_, at): Row => [from + at * step]);
  return { columns: declared, rows };
}

/** `datatable`. */
export function dataTable(
  syntax: Syntax,
  declared: readonly Column[],
  environment: Environment,
): Relation {
  const items = listOf(syntax, 'Values');
  const values = items.map((each) => ({
    type: each.type,
    value: compile(each, { columns: [], environment })([]),
  }));
  const width = Math.max(1, declared.length);
  if (values.length % width !== 0) {
    throw new KqlError(
      'type',
      `datatable has ${values.length} values, which do not fill rows of ${width} columns.`,
      syntax.start,
    );
  }
  const starts = Array.from({ length: values.length / width }, (_, at) => at * width);
  const rows = collect(environment, starts, (start, add) => {
    add(
      declared.map(({ type }, at) => {
        const found = values[start + at];
        if (found === undefined) return null;
        return type === 'dynamic' || found.type === type
          ? found.value
          : convert(found.value, found.type, type);
      }),
    );
  });
  return { columns: declared, rows };
}

const netTypes: Readonly<Record<string, string>> = {
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  dynamic: 'System.Object',
  guid: 'System.Guid',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  string: 'System.String',
  timespan: 'System.TimeSpan',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
};

/** `getschema`. */
export function schemaOf(given: readonly Column[], declared: readonly Column[]): Relation {
  const rows = given.map(
    ({ name, type }, at): Row => [name, at, netTypes[type] ?? 'System.Object', type],
  );
  return { columns: declared, rows };
}
