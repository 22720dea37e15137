import type { Syntax } from './syntax.ts';

/** What gives another value for each row, or each time. */
const changing = new Set([
  'rand',
  'new_guid',
  'row_number',
  'prev',
  'next',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
  'pack_all',
]);
const known = new WeakMap<Syntax, boolean>();

/** Whether an expression has one value for the whole query. */
export function isConstant(syntax: Syntax): boolean {
  const found = known.get(syntax);
  if (found !== undefined) return found;
  const is =
    !isChanging(syntax) && [...Object.values(syntax.parts), ...syntax.items].every(isConstant);
  known.set(syntax, is);
  return is;
}

function isChanging({ kind, refersTo, text, type }: Syntax): boolean {
  if (kind === 'StarExpression' || kind === 'PipeExpression') return true;
  if (kind !== 'NameReference') return false;
  // A parameter of a function is one for its call, but the tree of the body is one for all calls.
  return (
    refersTo === 'Column' ||
    refersTo === 'Parameter' ||
    (refersTo === undefined && type === 'unknown') ||
    changing.has(text)
  );
}
