import { compile } from '../expressions.ts';
import { keyColumn } from '../pathKey.ts';
import { type Cursor, collect, type Environment, type Relation } from '../relation.ts';
import { part, type Syntax } from '../syntax.ts';
import { type QueryTable, tables } from '../tables.ts';
import type { BagKeys } from './bagKeys.ts';
import { toStoredTime } from './compare.ts';
import { allOf, type Condition } from './condition.ts';
import type { Needed } from './needed.ts';
import { toCondition } from './pushdown.ts';
import { type Source, toQuestion, toReader } from './readTable.ts';

/** A filter of a query, and what it is read in. */
export interface Filter {
  /** The operator `where`. */
  readonly syntax: Syntax;
  readonly environment: Environment;
}

/** What a scan looks at, beside the table. */
export interface ScanOptions {
  readonly source: Source;
  readonly needed: Needed;
  /** Keys that are read in place of their bags. */
  readonly bagKeys: BagKeys;
  /** False to let SQLite filter nothing: what comes out must be the same. */
  readonly pushdown: boolean;
  /** Rows at or after `from` and before `to`, in ms since 1970. */
  readonly timespan: { readonly from?: number | undefined; readonly to?: number | undefined };
  /** Counts the rows that were read. */
  readonly read: { rows: number };
}

/** The rows of a table that some filters let through; `most` ends it when so many are found. `hints` narrow what is read and are asked again by others. */
export function scan(
  name: string,
  filters: readonly Filter[],
  hints: readonly Filter[],
  most: number | undefined,
  environment: Environment,
  { source, needed, bagKeys, pushdown, timespan, read }: ScanOptions,
): Relation {
  const table: QueryTable | undefined = tables[name];
  const columns = (table?.columns ?? [])
    .filter((column) => needed?.has(column.name) ?? true)
    .flatMap((column) => {
      const keys = pushdown ? bagKeys.get(column.name) : undefined;
      if (keys === undefined) return [column];
      return [...keys].map((key) => ({ ...column, name: keyColumn(column.name, key), key }));
    });
  const scope = { columns, environment };
  const cursor: Cursor = { rows: [], at: 0 };
  const tests = filters.map((each) =>
    compile(part(each.syntax, 'Condition'), { columns, environment: each.environment, cursor }),
  );
  if (table?.rows === undefined) return { columns: scope.columns, rows: [] };
  const conditions = pushdown
    ? [...filters, ...hints].flatMap(
        (each) => toCondition(part(each.syntax, 'Condition'), table, each.environment) ?? [],
      )
    : [];
  const where = allOf([...within(timespan), ...conditions]);
  const toRow = toReader(table, columns);
  const found = source.read(toQuestion(table, columns, where, most !== undefined));
  let kept = 0;
  const rows = collect(
    environment,
    until(found, () => most !== undefined && kept >= most),
    (values, add) => {
      read.rows++;
      const row = toRow(values);
      for (const test of tests) if (test(row) !== true) return;
      kept++;
      add(row);
    },
  );
  return { columns, rows };
}

function* until<T>(all: Iterable<T>, isEnough: () => boolean): Iterable<T> {
  if (isEnough()) return;
  for (const each of all) {
    yield each;
    if (isEnough()) return;
  }
}

function within({ from, to }: ScanOptions['timespan']): readonly Condition[] {
  const start = from === undefined ? undefined : toStoredTime(from);
  const end = to === undefined ? undefined : toStoredTime(to);
  return [
    ...(start === undefined ? [] : [{ sql: 'timestamp >= ?', values: [start] }]),
    ...(end === undefined ? [] : [{ sql: 'timestamp < ?', values: [end] }]),
  ];
}
