import type { Evaluate, Scope } from './expressions.ts';
import { KqlError, type Syntax } from './syntax.ts';
import type { Value } from './values.ts';

/** Functions of a row's place among the others, which is that of the order before it; undefined for every other. */
export function rowFunction(
  name: string,
  given: readonly Syntax[],
  scope: Scope,
  compile: (syntax: Syntax, scope: Scope) => Evaluate,
): Evaluate | undefined {
  if (!/^(?:row_number|prev|next|row_cumsum)$/.test(name)) return undefined;
  const { cursor } = scope;
  if (cursor === undefined) {
    throw new KqlError(
      'unsupported',
      `${name}() outside of extend, project and where`,
      given[0]?.start,
    );
  }
  const [first, second, third] = given.map((each) => compile(each, scope));
  if (name === 'prev' || name === 'next') {
    const sign = name === 'prev' ? -1 : 1;
    return (row) => {
      const other = cursor.rows[cursor.at + sign * Number(second?.(row) ?? 1)];
      return other === undefined ? (third?.(row) ?? null) : (first?.(other) ?? null);
    };
  }
  if (name === 'row_number') {
    let number = 0;
    return (row) => {
      const begin = Number(first?.(row) ?? 1);
      number = cursor.at === 0 || second?.(row) === true ? begin : number + 1;
      return number;
    };
  }
  let sum = 0;
  return (row): Value => {
    const value = Number(first?.(row) ?? 0);
    sum = cursor.at === 0 || second?.(row) === true ? value : sum + value;
    return sum;
  };
}
