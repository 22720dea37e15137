import type { Checked } from '../parser.ts';
import { pathKeyOf } from '../pathKey.ts';
import type { Syntax } from '../syntax.ts';

/** Keys by the column of bags that they are looked for in. */
export type BagKeys = ReadonlyMap<string, ReadonlySet<string>>;

const bags = new Set(['customDimensions', 'customMeasurements', 'Properties', 'Measurements']);
/** Operators that hand on columns which they do not know of, or end with columns of their own. */
const passing =
  /^(?:Filter|Extend|Summarize|Sort|Top|Take|Project|Distinct|Count|Render|MakeSeries)Operator$/;

/**
 * The keys of bags that a query looks for, where it looks for nothing else of them: to read those alone is cheaper than to read bags.
 * A column whose bags are needed whole, by an operator or as a result, is not in it.
 */
export function bagKeysOf({ root, columns, isOpen }: Checked): BagKeys {
  const found = new Map<string, Set<string>>();
  const isPlain = !isOpen && look(root, found);
  if (!isPlain) return new Map();
  for (const { name } of columns) found.delete(name);
  return found;
}

/** False where bags may be needed whole. */
function look(syntax: Syntax, found: Map<string, Set<string>>): boolean {
  const { kind, text, parts, items } = syntax;
  if (kind === 'StarExpression' || (/Operator$/.test(kind) && !passing.test(kind))) return false;
  const path = pathKeyOf(syntax);
  if (path !== undefined && bags.has(path.column)) {
    if (!/^[\w.$ -]+$/.test(path.key)) return false;
    found.set(path.column, (found.get(path.column) ?? new Set()).add(path.key));
    return true;
  }
  if (/^Name/.test(kind) && bags.has(text)) return false;
  return [...Object.values(parts), ...items].every((each) => look(each, found));
}
