import { compile, type Scope } from '../expressions.ts';
import { toDynamic } from '../format.ts';
import { collect } from '../relation.ts';
import { KqlError, listOf, part, type Syntax } from '../syntax.ts';
import type { Row, Value } from '../values.ts';
import { scopeOf } from './columns.ts';
import { planGroup } from './gathering.ts';
import { Groups } from './groups.ts';
import type { Operator } from './operator.ts';

/** Points of a series, at most: there it is a million for all of them. */
const mostPoints = 100_000;

/** `make-series`: for each group a list of each aggregate, with a value for every step of the axis. */
export const makeSeries: Operator = (input, { syntax, declared, environment }) => {
  const scope = scopeOf(input, environment);
  const by = listOf(syntax.parts.ByClause, 'Expressions').map((each) => compile(each, scope));
  const axis = part(part(syntax, 'OnClause'), 'Expression');
  const at = compile(axis, scope);
  const aggregates = listOf(syntax, 'Aggregates');
  const plans = aggregates.map((each) => planGroup([each], [{ name: '', type: '' }], scope));
  const defaults = aggregates.map(({ parts }) => {
    const given = parts.DefaultExpression?.parts.Expression;
    return given === undefined ? 0 : compile(given, { columns: [], environment })([]);
  });
  const { from, step, count } = toAxis(part(syntax, 'RangeClause'), input.rows.map(at), axis, {
    columns: [],
    environment,
  });
  const groups = new Groups(
    () => new Map<number, readonly ReturnType<(typeof plans)[number]['begin']>[]>(),
  );
  collect(environment, input.rows, (row) => {
    const value = at(row);
    if (typeof value !== 'number') return;
    const point = Math.floor((value - from) / step + 1e-9);
    if (point < 0 || point >= count) return;
    const { held } = groups.at(by.map((of) => of(row)));
    let gathered = held.get(point);
    if (gathered === undefined) {
      gathered = plans.map(({ begin }) => begin());
      held.set(point, gathered);
    }
    for (const each of gathered) for (const gathering of each) gathering.add(row);
  });
  const points = Array.from({ length: count }, (_, nth) => toDynamic(from + nth * step, axis.type));
  const rows = collect(environment, groups.all(), ({ keys, held }, add) => {
    const series = plans.map((plan, nth) =>
      points.map((_, point): Value => {
        const gathered = held.get(point)?.[nth];
        const value =
          gathered === undefined ? (defaults[nth] ?? null) : (plan.end(gathered)[0] ?? null);
        return toDynamic(value, 'real');
      }),
    );
    add([...keys, ...series, points] as Row);
  });
  return { columns: declared, rows };
};

/** Where the axis begins, its step, and how many points it has: the end is none; of `in range()` it is one. */
function toAxis(clause: Syntax, values: readonly Value[], axis: Syntax, scope: Scope) {
  const inRange = listOf(clause, 'Arguments', 'Expressions');
  const part = (name: string) =>
    Object.values(clause.parts).find(({ kind }) => kind === `MakeSeries${name}Clause`)?.parts
      .Expression;
  const [start, end, width] =
    inRange.length > 0
      ? inRange
      : [part('From'), part('To'), part('Step') ?? clause.parts.Expression];
  const number = (syntax: Syntax | undefined) => {
    const value = syntax && compile(syntax, scope)([]);
    return typeof value === 'number' ? value : undefined;
  };
  const step = number(width);
  if (step === undefined || step <= 0)
    throw new KqlError('value', 'The step of make-series must be above 0.', clause.start);
  const known = values.filter((value) => typeof value === 'number');
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const from = number(start) ?? (known.length === 0 ? 0 : Math.floor(least / step) * step);
  const to = number(end) ?? (known.length === 0 ? 0 : Math.floor(most / step) * step + step / 2);
  const exact = (to - from) / step;
  const count = Math.max(
    0,
    inRange.length > 0 ? Math.floor(exact + 1e-9) + 1 : Math.ceil(exact - 1e-9),
  );
  if (count > mostPoints) {
    throw new KqlError(
      'limit',
      `A series has more than ${mostPoints.toLocaleString('en')} points of ${axis.text.slice(0, 40)}.`,
      clause.start,
    );
  }
  return { from, step, count };
}
