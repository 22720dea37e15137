import type { Checked } from '../parser.ts';
import type { Syntax } from '../syntax.ts';

/** Columns that may be needed; undefined when it may be all of them. */
export type Needed = ReadonlySet<string> | undefined;

const suffixes = /(?:\d+|_(?:string|bool|long|int|real|datetime|timespan|dynamic|guid|decimal))$/;

/**
 * Names of all columns that a query can look at: every word in it, and the columns of its result, also without what a join or a
 * union adds to a name. More than needed costs time; less would be wrong.
 */
export function neededBy(query: string, { root, columns, isOpen }: Checked): Needed {
  const found = { all: isOpen, first: [] as string[] };
  look(root, false, found);
  if (found.all) return undefined;
  const words = query.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  const names = [...words, ...found.first, ...columns.map(({ name }) => name)];
  return new Set(names.flatMap((name) => [name, name.replace(suffixes, '')]));
}

/** Looks for what takes every column, and for tables of which the first column is asked for without its name. */
function look(syntax: Syntax, inCall: boolean, found: { all: boolean; first: string[] }): void {
  const { kind, text } = syntax;
  if (kind === 'StarExpression' && !inCall) found.all = true;
  if (kind === 'EvaluateOperator' || (kind === 'NameReference' && text === 'pack_all'))
    found.all = true;
  const isCall = inCall || kind === 'FunctionCallExpression';
  for (const each of [...Object.values(syntax.parts), ...syntax.items]) look(each, isCall, found);
  // A table among the items of `in`, within `toscalar()` or by a name that either may use, is asked for its first column.
  const asked = /^To(?:Scalar|Table)Expression$/.test(kind)
    ? Object.values(syntax.parts)
    : syntax.items;
  const named = kind === 'LetStatement' ? Object.values(syntax.parts) : [];
  for (const each of [...asked, ...named]) {
    const [column] = each.columns ?? [];
    if (column !== undefined) found.first.push(column.name);
  }
}
