import { compile } from '../expressions.ts';
import { KqlError, listOf, part } from '../syntax.ts';
import { compare, type Row, type Value } from '../values.ts';
import { scopeOf } from './columns.ts';
import { planGroup } from './gathering.ts';
import { Groups } from './groups.ts';
import type { Operator } from './operator.ts';
import { orderOf, wholeOf } from './rows.ts';

/** `top-nested`: the first of each level by its aggregate, within each of the first of the level above. */
export const topNested: Operator = (input, { syntax, declared, environment }) => {
  const scope = scopeOf(input, environment);
  const levels = listOf(syntax, 'Clauses').map((clause, at) => {
    if (clause.parts.WithOthersClause) {
      throw new KqlError('unsupported', 'top-nested with others', clause.start);
    }
    const by = part(clause, 'ByExpression');
    const most = clause.parts.Expression;
    return {
      of: compile(part(clause, 'OfExpression'), scope),
      plan: planGroup([by], declared.slice(2 * at + 1, 2 * at + 2), scope),
      most: most === undefined ? Infinity : wholeOf(most, environment),
      sign: orderOf(by).sign,
    };
  });
  const nest = (rows: readonly Row[], depth: number): readonly Row[] => {
    environment.checkTime();
    const level = levels[depth];
    if (level === undefined) return [[]];
    const groups = new Groups(() => ({ rows: [] as Row[], gathered: level.plan.begin() }));
    for (const row of rows) {
      const { held } = groups.at([level.of(row)]);
      held.rows.push(row);
      for (const each of held.gathered) each.add(row);
    }
    return groups
      .all()
      .map(({ keys, held }) => ({
        value: keys[0] ?? null,
        total: level.plan.end(held.gathered)[0] ?? null,
        rows: held.rows,
      }))
      .sort((a, b) => level.sign * compareTotals(a.total, b.total))
      .slice(0, level.most)
      .flatMap(({ value, total, rows }) =>
        nest(rows, depth + 1).map((rest): Row => [value, total, ...rest]),
      );
  };
  return { columns: declared, rows: nest(input.rows, 0) };
};

function compareTotals(a: Value, b: Value): number {
  return a === null || b === null ? Number(b === null) - Number(a === null) : compare(a, b);
}
