import { parseQuery, type QueryNode } from '../kusto.ts';
import type { Columns, Schema } from '../schema.ts';
import { evaluate, needed, type Row, type Scope } from './evaluate.ts';

/** Rows, and what a row has in each column where it has nothing. */
interface Table {
  readonly rows: readonly Row[];
  readonly blank: Row;
}

/** What each table holds; the columns that a row leaves out are empty. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

/**
 * Runs a query of infra/queries over rows, for tests: an interpreter of the few parts of the language that those queries
 * use. What it does not know it refuses by name, so that no answer is half of one.
 */
export function runQuery(query: string, schema: Schema, tables: Tables): readonly Row[] {
  const values = new Map<string, unknown>();
  const named = new Map<string, Table>();
  for (const [name, columns] of Object.entries(schema.tables)) {
    const blank = blankOf(columns);
    named.set(name, { blank, rows: (tables[name] ?? []).map((row) => ({ ...blank, ...row })) });
  }
  const scopeOf = (row: Row, group?: readonly Row[]): Scope => ({
    row,
    values,
    rowsOf: (node) => tableOf(node).rows,
    ...(group && { group }),
  });

  const tableOf = (node: QueryNode): Table => {
    const [first, second] = node.children;
    switch (node.kind) {
      case 'NameReference': {
        const table = named.get(node.text);
        if (table === undefined) throw new Error(`no table ${node.text}`);
        return table;
      }
      case 'ParenthesizedExpression':
        return tableOf(needed(first, node));
      case 'PipeExpression':
        return pipe(tableOf(needed(first, node)), needed(second, node));
      case 'UnionOperator':
        return union(needed(second, node).children.map(tableOf));
      default:
        throw new Error(`no table of ${node.kind}`);
    }
  };

  const pipe = (table: Table, operator: QueryNode): Table => {
    const list = operator.children.find(
      ({ kind, children }) => kind === 'List' && children.length > 0,
    );
    const columns = (list?.children ?? []).map((node) => toColumn(node));
    const pick = (row: Row) =>
      Object.fromEntries(columns.map(({ name, of }) => [name, evaluate(of, scopeOf(row))]));
    const blank = Object.fromEntries(columns.map(({ name, of }) => [name, emptyOf(of.type)]));
    switch (operator.kind) {
      case 'FilterOperator': {
        const is = needed(operator.children.at(-1), operator);
        return { ...table, rows: table.rows.filter((row) => evaluate(is, scopeOf(row)) === true) };
      }
      case 'ExtendOperator':
        return {
          blank: { ...table.blank, ...blank },
          rows: table.rows.map((row) => ({ ...row, ...pick(row) })),
        };
      case 'ProjectOperator':
        return { blank, rows: table.rows.map(pick) };
      case 'DistinctOperator':
        return { blank, rows: [...groupBy(table.rows, pick).values()].map(({ key }) => key) };
      case 'SortOperator': {
        const keys = needed(list, operator).children.map(toSortKey);
        const order = (a: Row, b: Row) =>
          keys
            .map(({ of, sign }) => {
              const at = (row: Row) => Number(evaluate(of, scopeOf(row)));
              return sign * (at(a) - at(b));
            })
            .find((difference) => difference !== 0) ?? 0;
        return { ...table, rows: table.rows.toSorted(order) };
      }
      case 'SummarizeOperator':
        return summarize(table, operator);
      case 'JoinOperator':
        return join(table, operator);
      default:
        throw new Error(`no operator ${operator.kind}`);
    }
  };

  const summarize = ({ rows }: Table, operator: QueryNode): Table => {
    const clause = operator.children.find(({ kind }) => kind === 'SummarizeByClause');
    const keys = (clause?.children[0]?.children ?? []).map(toColumn);
    const list = operator.children.filter(({ kind }) => kind === 'List').at(-1);
    const given = needed(list, operator).children;
    const results = given.filter((node) => !isArgMax(node)).map(toColumn);
    const ofGreatest = given.filter(isArgMax).map(argumentsOf);
    const groups = groupBy(rows, (row) =>
      Object.fromEntries(keys.map(({ name, of }) => [name, evaluate(of, scopeOf(row))])),
    );
    // Without keys there is one row, also of nothing.
    if (clause === undefined && groups.size === 0) groups.set('', { key: {}, members: [] });
    return {
      blank: Object.fromEntries(
        [...keys, ...results, ...ofGreatest.flat().map(toColumn)].map(({ name, of }) => [
          name,
          emptyOf(of.type),
        ]),
      ),
      rows: [...groups.values()].map(({ key, members }) => ({
        ...key,
        ...Object.fromEntries(
          results.map(({ name, of }) => [name, evaluate(of, scopeOf(key, members))]),
        ),
        ...Object.assign({}, ...ofGreatest.map((nodes) => greatest(members, nodes))),
      })),
    };
  };

  /** What `arg_max` gives: of the row with the greatest first argument all of them, each a column. */
  const greatest = (members: readonly Row[], nodes: readonly QueryNode[]): Row => {
    const rows = members.map((row) =>
      Object.fromEntries(nodes.map((node) => [node.text, evaluate(node, scopeOf(row))])),
    );
    const by = `${nodes[0]?.text}`;
    const blank = Object.fromEntries(nodes.map((node) => [node.text, emptyOf(node.type)]));
    return rows.reduce(
      (most, row) => (Number(row[by]) > Number(most[by]) ? row : most),
      rows[0] ?? blank,
    );
  };

  const join = (left: Table, operator: QueryNode): Table => {
    const [parameters, other, on] = operator.children;
    const kind = /kind=(\w+)/.exec(parameters?.text ?? '')?.[1] ?? '';
    const right = tableOf(needed(other, operator));
    const keys = needed(on?.children[0], operator).children.map(({ text }) => text);
    const rename = (row: Row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name in left.blank ? `${name}1` : name, value]),
      );
    const isMatch = (a: Row, b: Row) => keys.every((key) => a[key] === b[key]);
    const matched = left.rows.flatMap((row) =>
      right.rows
        .filter((found) => isMatch(row, found))
        .map((found) => ({ ...row, ...rename(found) })),
    );
    const alone = (rows: readonly Row[], others: readonly Row[]) =>
      rows.filter((row) => !others.some((found) => isMatch(row, found)));
    const onlyLeft = alone(left.rows, right.rows).map((row) => ({
      ...row,
      ...rename(right.blank),
    }));
    const onlyRight = alone(right.rows, left.rows).map((row) => ({
      ...left.blank,
      ...rename(row),
    }));
    const rows = {
      leftouter: [...matched, ...onlyLeft],
      fullouter: [...matched, ...onlyLeft, ...onlyRight],
    }[kind];
    if (rows === undefined) throw new Error(`no join of kind ${kind}`);
    return { blank: { ...left.blank, ...rename(right.blank) }, rows };
  };

  const [, statements] = parseQuery(query, schema).children;
  let result: Table | undefined;
  for (const statement of statements?.children ?? []) {
    const [name, of] = statement.children;
    if (statement.kind === 'ExpressionStatement') result = tableOf(needed(name, statement));
    else if (needed(of, statement).type !== '')
      values.set(`${name?.text}`, evaluate(needed(of, statement), scopeOf({})));
    else named.set(`${name?.text}`, tableOf(needed(of, statement)));
  }
  return result?.rows ?? [];
}

const isArgMax = ({ kind, children }: QueryNode) =>
  kind === 'FunctionCallExpression' && children[0]?.text === 'arg_max';
const argumentsOf = ({ children }: QueryNode) => children[1]?.children[0]?.children ?? [];

function toColumn(node: QueryNode): { name: string; of: QueryNode } {
  const [first, second] = node.children;
  if (node.kind === 'SimpleNamedExpression') {
    return { name: needed(first, node).text, of: needed(second, node) };
  }
  const argument = second?.children[0]?.children[0]?.text ?? '';
  if (node.kind === 'NameReference') return { name: node.text, of: node };
  if (first?.text === 'bin') return { name: argument, of: node };
  if (node.kind === 'FunctionCallExpression')
    return { name: `${first?.text}_${argument}`, of: node };
  return { name: node.text, of: node };
}

/** A key of numbers or dates; each says its direction, since the language's default is not what one expects. */
function toSortKey(node: QueryNode): { of: QueryNode; sign: number } {
  const sign = { asc: 1, desc: -1 }[/ (\w+)$/.exec(node.text)?.[1] ?? ''];
  if (sign === undefined) throw new Error(`no order ${node.text}`);
  return { of: needed(node.children[0], node), sign };
}

function union(tables: readonly Table[]): Table {
  const blank = Object.assign({}, ...tables.map((table) => table.blank));
  return { blank, rows: tables.flatMap(({ rows }) => rows.map((row) => ({ ...blank, ...row }))) };
}

function groupBy(rows: readonly Row[], keyOf: (row: Row) => Row) {
  const groups = new Map<string, { key: Row; members: Row[] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? { key, members: [] };
    group.members.push(row);
    groups.set(name, group);
  }
  return groups;
}

const emptyOf = (type: string) => (type === 'string' ? '' : null);

const blankOf = (columns: Columns): Row =>
  Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, emptyOf(type)]));
