import { literalOf } from './literals.ts';
import { part, type Syntax } from './syntax.ts';

/** A key of a column of bags: `customDimensions.key` or `customDimensions["key"]`; undefined for all else. */
export function pathKeyOf(syntax: Syntax): { column: string; key: string } | undefined {
  const { kind } = syntax;
  if (kind !== 'PathExpression' && kind !== 'ElementExpression') return undefined;
  const of = part(syntax, 'Expression');
  if (of.kind !== 'NameReference' || of.refersTo !== 'Column') return undefined;
  const selector = part(syntax, 'Selector');
  const inner = selector.parts.Expression;
  const key =
    selector.kind === 'NameReference'
      ? selector.text
      : selector.kind === 'BracketedExpression' && inner
        ? literalOf(inner)
        : undefined;
  return typeof key === 'string' ? { column: of.text, key } : undefined;
}

/** The name of the column that holds one key of a column of bags; no query can write it. */
export function keyColumn(column: string, key: string): string {
  return `${column}\u0000${key}`;
}
