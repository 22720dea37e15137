import { convert } from '../convert.ts';
import { compile } from '../expressions.ts';
import { collect } from '../relation.ts';
import { KqlError, listOf, part } from '../syntax.ts';
import { toBag, toList, type Value } from '../values.ts';
import { columnNameOf, scopeOf } from './columns.ts';
import type { Operator } from './operator.ts';
import { parameterOf } from './parameters.ts';
import { wholeOf } from './rows.ts';

/** `mv-expand`: a row for each value of a list, or for each key of a bag; several lists go side by side. */
export const mvExpand: Operator = (input, { syntax, declared, environment }) => {
  const kind = parameterOf(syntax, 'kind') ?? parameterOf(syntax, 'bagexpansion') ?? 'bag';
  const indexName = parameterOf(syntax, 'with_itemindex');
  const scope = scopeOf(input, environment);
  const limit =
    syntax.parts.RowLimitClause &&
    wholeOf(part(syntax.parts.RowLimitClause, 'RowLimit'), environment);
  const expanded = listOf(syntax, 'Expressions').map((each) => {
    const expression = part(each, 'Expression');
    const name = columnNameOf(expression);
    if (name === '')
      throw new KqlError('unsupported', 'An expression without a name in mv-expand', each.start);
    const type = /typeof\s*\(\s*(\w+)/.exec(each.parts.ToTypeOf?.text ?? '')?.[1] ?? 'dynamic';
    return { name, type: type === 'double' ? 'real' : type, of: compile(expression, scope) };
  });
  const added = [
    ...expanded.map(({ name }) => name),
    ...(indexName === undefined ? [] : [indexName]),
  ];
  const columns = declared.filter(
    ({ name }) => added.includes(name) || input.columns.some((column) => column.name === name),
  );
  const sources = columns.map(({ name }) => ({
    list: expanded.findIndex((each) => each.name === name),
    place: input.columns.findIndex((column) => column.name === name),
    isIndex: name === indexName,
  }));
  const rows = collect(environment, input.rows, (row, add) => {
    const lists = expanded.map(({ of, type }) =>
      toItems(of(row), kind).map((value) =>
        type === 'dynamic' ? value : convert(value, 'dynamic', type),
      ),
    );
    const length = Math.min(
      limit ?? Number.MAX_SAFE_INTEGER,
      Math.max(0, ...lists.map((list) => list.length)),
    );
    for (let at = 0; at < length; at++) {
      add(
        sources.map(({ list, place, isIndex }) =>
          isIndex ? at : list === -1 ? (row[place] ?? null) : (lists[list]?.[at] ?? null),
        ),
      );
    }
  });
  return { columns, rows };
};

/** Of what is no list one value; of null one null, so that its row stays; an empty list has no rows. */
function toItems(value: Value, kind: string): readonly Value[] {
  const list = toList(value);
  if (list !== undefined) return list;
  const bag = toBag(value);
  if (bag === undefined) return [value];
  return Object.entries(bag).map(([key, each]) =>
    kind === 'array' ? [key, each] : { [key]: each },
  );
}
