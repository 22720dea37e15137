import { compile, type Evaluate, nameOf, type Scope } from './expressions.ts';
import { member } from './functions/dynamicFunctions.ts';
import { literalOf } from './literals.ts';
import { keyColumn, pathKeyOf } from './pathKey.ts';
import { KqlError, part, type Syntax } from './syntax.ts';
import { toList } from './values.ts';

/** Where a key of a bag has a column of its own; undefined where it has none. */
export function compileKey(syntax: Syntax, { columns }: Scope): Evaluate | undefined {
  const path = pathKeyOf(syntax);
  const name = path && keyColumn(path.column, path.key);
  const at = columns.findIndex((column) => column.name === name);
  return at === -1 ? undefined : (row) => row[at] ?? null;
}

/** `bag.key`. */
export function compilePath(syntax: Syntax, scope: Scope): Evaluate {
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

/** `bag["key"]` and `list[0]`. */
export function compileElement(syntax: Syntax, scope: Scope): Evaluate {
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
