import { compile } from '../expressions.ts';
import { collect } from '../relation.ts';
import { KqlError, listOf } from '../syntax.ts';
import { scopeOf } from './columns.ts';
import { planGroup } from './gathering.ts';
import { Groups } from './groups.ts';
import type { Operator } from './operator.ts';

/** `summarize`: the columns of `by`, then those of the aggregates. Without `by` there is one row, also of nothing. */
export const summarize: Operator = (input, { syntax, declared, environment }) => {
  const scope = scopeOf(input, environment);
  const by = listOf(syntax.parts.ByClause, 'Expressions');
  if (syntax.parts.ByClause?.parts.BinClause) {
    throw new KqlError('unsupported', 'bin= behind by', syntax.parts.ByClause.start);
  }
  const keys = by.map((each) => compile(each, scope));
  const plan = planGroup(listOf(syntax, 'Aggregates'), declared.slice(by.length), scope);
  const groups = new Groups(plan.begin);
  if (by.length === 0) groups.at([]);
  collect(environment, input.rows, (row) => {
    const { held } = groups.at(keys.map((of) => of(row)));
    for (const each of held) each.add(row);
  });
  const rows = collect(environment, groups.all(), ({ keys, held }, add) => {
    add([...keys, ...plan.end(held)]);
  });
  return { columns: declared, rows };
};
