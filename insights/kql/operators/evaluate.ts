import { compile, nameOf } from '../expressions.ts';
import { toText } from '../format.ts';
import { collect, type Relation } from '../relation.ts';
import { type Column, KqlError, listOf, part, type Syntax } from '../syntax.ts';
import { compare, type Row, toBag, toList, type Value } from '../values.ts';
import { scopeOf } from './columns.ts';
import { planGroup } from './gathering.ts';
import { Groups } from './groups.ts';
import type { Operator, Step } from './operator.ts';

/** Columns that a plugin makes of data, at most. */
const mostColumns = 500;

/** `evaluate`, with the plugins that are here. */
export const evaluate: Operator = (input, step) => {
  const call = part(step.syntax, 'FunctionCall');
  const name = nameOf(part(call, 'Name'));
  const given = listOf(call, 'ArgumentList', 'Expressions');
  if (name === 'bag_unpack') return unpack(input, given, step);
  if (name === 'narrow') return narrow(input, step);
  if (name === 'pivot') return pivot(input, given, step);
  throw new KqlError('unsupported', `The plugin ${name}`, call.start);
};

/** A column for each key of a bag; the bag's own column goes. */
function unpack(
  input: Relation,
  [bag, prefix]: readonly Syntax[],
  { environment, syntax }: Step,
): Relation {
  if (bag === undefined) throw new KqlError('type', 'bag_unpack needs a column.', syntax.start);
  const scope = scopeOf(input, environment);
  const of = compile(bag, scope);
  const before = prefix ? `${compile(prefix, scope)([]) ?? ''}` : '';
  const bags = input.rows.map((row) => toBag(of(row)) ?? {});
  const types = new Map<string, string>();
  for (const each of bags) {
    for (const [key, value] of Object.entries(each)) {
      const type = typeOf(value);
      const known = types.get(key) ?? type;
      types.set(key, known === type || value === null ? known : 'dynamic');
    }
    refuseMany(types.size, syntax);
  }
  const keys = [...types.keys()].sort();
  const kept = input.columns.flatMap((column, place) =>
    column.name === nameOf(bag) || types.has(column.name.slice(before.length))
      ? []
      : [{ column, place }],
  );
  const rows = collect(environment, input.rows, (row, add, at) => {
    const found = bags[at] ?? {};
    add([
      ...kept.map(({ place }) => row[place] ?? null),
      ...keys.map((key) => (Object.hasOwn(found, key) ? (found[key] ?? null) : null)),
    ]);
  });
  const made = keys.map(
    (key): Column => ({ name: `${before}${key}`, type: types.get(key) ?? 'dynamic' }),
  );
  return { columns: [...kept.map(({ column }) => column), ...made], rows };
}

function typeOf(value: Value): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real';
  return toList(value) || toBag(value) ? 'dynamic' : 'dynamic';
}

/** A row for each value. */
function narrow(input: Relation, { environment, declared }: Step): Relation {
  const rows = collect(environment, input.rows, (row, add, at) => {
    for (const [place, { name, type }] of input.columns.entries()) {
      add([at, name, toText(row[place] ?? null, type)]);
    }
  });
  return { columns: declared, rows };
}

/** A column for each value of one column, with an aggregate; rows by the columns named behind, or all others. */
function pivot(
  input: Relation,
  [column, aggregate, ...named]: readonly Syntax[],
  step: Step,
): Relation {
  const { environment, syntax } = step;
  if (column === undefined) throw new KqlError('type', 'pivot needs a column.', syntax.start);
  const scope = scopeOf(input, environment);
  const of = compile(column, scope);
  const used = new Set([nameOf(column), ...(aggregate ? namesIn(aggregate) : [])]);
  const by =
    named.length > 0
      ? named.map(nameOf)
      : input.columns.map(({ name }) => name).filter((name) => !used.has(name));
  const places = by.map((name) => input.columns.findIndex((each) => each.name === name));
  const plan = aggregate ? planGroup([aggregate], [{ name: '', type: '' }], scope) : undefined;
  const type = aggregate?.type ?? 'long';
  const names = new Set<string>();
  const groups = new Groups(
    () =>
      new Map<string, { count: number; gathered: ReturnType<NonNullable<typeof plan>['begin']> }>(),
  );
  collect(environment, input.rows, (row) => {
    const name = toText(of(row), column.type);
    names.add(name);
    refuseMany(names.size, syntax);
    const { held } = groups.at(places.map((place) => row[place] ?? null));
    const cell = held.get(name) ?? { count: 0, gathered: plan?.begin() ?? [] };
    held.set(name, cell);
    cell.count++;
    for (const each of cell.gathered) each.add(row);
  });
  const sorted = [...names].sort(compare);
  const empty = type === 'long' ? 0 : null;
  const rows = collect(environment, groups.all(), ({ keys, held }, add) => {
    const cells = sorted.map((name): Value => {
      const cell = held.get(name);
      return cell === undefined ? empty : plan ? (plan.end(cell.gathered)[0] ?? null) : cell.count;
    });
    add([...keys, ...cells] as Row);
  });
  const columns = places.flatMap((place) => input.columns[place] ?? []);
  return { columns: [...columns, ...sorted.map((name) => ({ name, type }))], rows };
}

function namesIn(syntax: Syntax): readonly string[] {
  const own = syntax.refersTo === 'Column' ? [nameOf(syntax)] : [];
  return [...own, ...[...Object.values(syntax.parts), ...syntax.items].flatMap(namesIn)];
}

function refuseMany(count: number, { start }: Syntax): void {
  if (count > mostColumns)
    throw new KqlError('limit', `The plugin would make more than ${mostColumns} columns.`, start);
}
