import { convert } from '../convert.ts';
import { compile, type Evaluate, nameOf } from '../expressions.ts';
import { collect, type Relation } from '../relation.ts';
import { type Column, KqlError, listOf, part, type Syntax } from '../syntax.ts';
import { emptyOf, type Row } from '../values.ts';
import { Groups } from './groups.ts';
import type { Operator, Step } from './operator.ts';
import { parameterOf } from './parameters.ts';

const kinds = new Set([
  'innerunique',
  'inner',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftanti',
  'anti',
  'leftantisemi',
  'rightanti',
  'rightantisemi',
  'leftsemi',
  'rightsemi',
]);

/** A pair of columns that must be equal, null being equal to nothing. */
interface Key {
  readonly left: Evaluate;
  readonly right: Evaluate;
  readonly rightName: string;
}

/** `join`. Without a kind it is `innerunique`: of the left side one row for each key. */
export const join: Operator = (input, step) => {
  const { syntax, declared, environment } = step;
  const kind = parameterOf(syntax, 'kind') ?? 'innerunique';
  if (!kinds.has(kind)) throw new KqlError('unsupported', `join kind=${kind}`, syntax.start);
  const { right, rightGiven, keys } = readJoin(input, step);
  const ofLeft = keys.map(({ left }) => left);
  const ofRight = keys.map(({ right }) => right);
  if (kind.startsWith('right') && kind !== 'rightouter') {
    return some(right, ofRight, input, ofLeft, kind === 'rightsemi', step);
  }
  if (/anti|semi/.test(kind)) return some(input, ofLeft, right, ofRight, kind === 'leftsemi', step);
  const left = kind === 'innerunique' ? { ...input, rows: uniqueRows(input.rows, ofLeft) } : input;
  return {
    ...combine(left, right, {
      keys,
      declared,
      rightGiven,
      leftGiven: step.given,
      keepLeft: kind === 'leftouter' || kind === 'fullouter',
      keepRight: kind === 'rightouter' || kind === 'fullouter',
      environment,
    }),
  };
};

/** `lookup`: a join that keeps the left side, without the right side's keys. */
export const lookup: Operator = (input, step) => {
  const { syntax, declared, environment, given } = step;
  const kind = parameterOf(syntax, 'kind') ?? 'leftouter';
  if (kind !== 'leftouter' && kind !== 'inner')
    throw new KqlError('unsupported', `lookup kind=${kind}`, syntax.start);
  const { right, rightGiven, keys } = readJoin(input, step);
  const names = new Set(keys.map(({ rightName }) => rightName));
  return combine(input, right, {
    keys,
    declared,
    rightGiven: rightGiven.filter(({ name }) => !names.has(name)),
    leftGiven: given,
    keepLeft: kind === 'leftouter',
    keepRight: false,
    environment,
  });
};

function readJoin(input: Relation, { syntax, environment }: Step) {
  const other = part(syntax, 'Expression');
  const right = environment.relationOf(other, environment);
  const clause = part(
    syntax,
    syntax.kind === 'LookupOperator' ? 'LookupClause' : 'ConditionClause',
  );
  if (clause.kind !== 'JoinOnClause')
    throw new KqlError('unsupported', 'A join with where', clause.start);
  const keys = listOf(clause, 'Expressions')
    .flatMap(conditions)
    .map((each): Key => toKey(each, input, right));
  return { right, rightGiven: other.columns ?? right.columns, keys };

  function toKey(condition: Syntax, left: Relation, right: Relation): Key {
    const scope = (columns: readonly Column[]) => ({ columns, environment });
    if (condition.kind === 'NameReference') {
      return {
        left: compile(condition, scope(left.columns)),
        right: compile(condition, scope(right.columns)),
        rightName: nameOf(condition),
      };
    }
    const sides = [condition.parts.Left, condition.parts.Right];
    const ofLeft = sides.find((side) => side?.text.startsWith('$left'));
    const ofRight = sides.find((side) => side?.text.startsWith('$right'));
    if (condition.kind !== 'EqualExpression' || ofLeft === undefined || ofRight === undefined) {
      throw new KqlError(
        'unsupported',
        `A join on ${condition.text.slice(0, 60)}`,
        condition.start,
      );
    }
    const column = (side: Syntax) => ({ ...part(side, 'Selector'), refersTo: 'Column' });
    const rightOf = compile(column(ofRight), scope(right.columns));
    const isSame = ofLeft.type === ofRight.type;
    return {
      left: compile(column(ofLeft), scope(left.columns)),
      right: isSame ? rightOf : (row) => convert(rightOf(row), ofRight.type, ofLeft.type),
      rightName: nameOf(part(ofRight, 'Selector')),
    };
  }
}

function conditions(condition: Syntax): readonly Syntax[] {
  if (condition.kind === 'ParenthesizedExpression')
    return conditions(part(condition, 'Expression'));
  if (condition.kind !== 'AndExpression') return [condition];
  return [...conditions(part(condition, 'Left')), ...conditions(part(condition, 'Right'))];
}

const valuesOf = (row: Row, keys: readonly Evaluate[]) => keys.map((of) => of(row));

function uniqueRows(rows: readonly Row[], keys: readonly Evaluate[]): readonly Row[] {
  const groups = new Groups(() => true);
  return rows.filter((row) => groups.at(valuesOf(row, keys)).isNew);
}

/** The rows of one side that have, or have not, their like on the other. */
function some(
  side: Relation,
  keys: readonly Evaluate[],
  other: Relation,
  otherKeys: readonly Evaluate[],
  wanted: boolean,
  { environment }: Step,
): Relation {
  const groups = new Groups(() => true);
  for (const row of other.rows) groups.at(valuesOf(row, otherKeys));
  const rows = collect(environment, side.rows, (row, add) => {
    const values = valuesOf(row, keys);
    const has = !values.includes(null) && groups.find(values) !== undefined;
    if (has === wanted) add(row);
  });
  return { columns: side.columns, rows };
}

interface Combining extends Pick<Step, 'declared' | 'environment'> {
  readonly keys: readonly Key[];
  readonly leftGiven: readonly Column[];
  readonly rightGiven: readonly Column[];
  readonly keepLeft: boolean;
  readonly keepRight: boolean;
}

/** Pairs of rows whose keys are equal, and of a side that is kept those without a pair. */
function combine(left: Relation, right: Relation, options: Combining): Relation {
  const { keys, environment, keepLeft, keepRight } = options;
  const ofLeft = keys.map((key) => key.left);
  const ofRight = keys.map((key) => key.right);
  const groups = new Groups((): Row[] => []);
  for (const row of right.rows) {
    const values = valuesOf(row, ofRight);
    if (!values.includes(null)) groups.at(values).held.push(row);
  }
  const { columns, fromLeft, fromRight } = toColumns(left, right, options);
  const shape = (a: Row | undefined, b: Row | undefined): Row => [
    ...fromLeft.map((at) =>
      a === undefined ? emptyOf(left.columns[at]?.type ?? '') : (a[at] ?? null),
    ),
    ...fromRight.map((at) =>
      b === undefined ? emptyOf(right.columns[at]?.type ?? '') : (b[at] ?? null),
    ),
  ];
  const paired = new Set<Row>();
  const rows = collect(environment, left.rows, (row, add) => {
    const values = valuesOf(row, ofLeft);
    const found = values.includes(null) ? undefined : groups.find(values);
    if (found === undefined && keepLeft) add(shape(row, undefined));
    for (const other of found ?? []) {
      if (keepRight) paired.add(other);
      add(shape(row, other));
    }
  });
  if (keepRight) {
    for (const row of right.rows) if (!paired.has(row)) rows.push(shape(undefined, row));
  }
  return { columns, rows };
}

/** The columns of a pair, as the checker names them, and where each comes from: the left's first, by their places. */
function toColumns(
  left: Relation,
  right: Relation,
  { declared, leftGiven, rightGiven }: Combining,
) {
  const isOpen = declared.length !== leftGiven.length + rightGiven.length;
  const side = (relation: Relation, given: readonly Column[], from: number) =>
    (isOpen ? relation.columns : given).flatMap((column, at) => {
      const place = relation.columns.findIndex(({ name }) => name === column.name);
      if (place === -1) return [];
      const taken = isOpen && from > 0 && left.columns.some(({ name }) => name === column.name);
      const { name } = isOpen
        ? { name: taken ? `${column.name}1` : column.name }
        : (declared[from + at] ?? column);
      return [{ place, column: { name, type: column.type } }];
    });
  const ofLeft = side(left, leftGiven, 0);
  const ofRight = side(right, rightGiven, leftGiven.length);
  return {
    columns: [...ofLeft, ...ofRight].map(({ column }) => column),
    fromLeft: ofLeft.map(({ place }) => place),
    fromRight: ofRight.map(({ place }) => place),
  };
}
