import { formatDatetime, formatTimespan } from './format.ts';
import { type Checked, createParser } from './parser.ts';
import type { Environment, Relation } from './relation.ts';
import { createRelations } from './relations.ts';
import { bagKeysOf } from './scan/bagKeys.ts';
import { neededBy } from './scan/needed.ts';
import type { ScanOptions } from './scan/scan.ts';
import { schema } from './schema.ts';
import { runStatements } from './statements.ts';
import { type Column, KqlError, listOf, part, type Syntax } from './syntax.ts';
import type { Value } from './values.ts';

/** A query, and what it is run over. */
export interface QueryRun extends Pick<ScanOptions, 'source' | 'timespan'> {
  readonly query: string;
  /** What `now()` says, in ms since 1970. */
  readonly now: number;
  /** How long it may take. */
  readonly withinMs: number;
  readonly pushdown?: boolean;
}

/** What a query gives: values as the query API writes them. */
export interface Answer {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** What `render` asks for. */
  readonly render?: {
    readonly visualization: string;
    readonly properties: Readonly<Record<string, string>>;
  };
  readonly stats: { readonly parseMs: number; readonly runMs: number; readonly rowsRead: number };
}

/** Rows that a query may give, as many as the portal shows; and the characters in them. */
const mostRows = 30_000;
const mostCharacters = 32 * 1024 * 1024;

const parse = createParser(schema);

/** Runs a query. Throws a {@link KqlError} that says what is wrong with it, what is not built here, or which limit it met. */
export function runQuery({
  query,
  source,
  now,
  withinMs,
  timespan,
  pushdown = true,
}: QueryRun): Answer {
  const begin = performance.now();
  const checked = parse(query);
  const parsed = performance.now();
  const read = { rows: 0 };
  const needed = neededBy(query, checked);
  const environment: Environment = {
    now,
    values: new Map(),
    relations: new Map(),
    functions: new Map(),
    relationOf: createRelations({
      source,
      needed,
      bagKeys: bagKeysOf(checked),
      pushdown,
      timespan,
      read,
    }),
    checkTime() {
      if (performance.now() - parsed > withinMs) {
        throw new KqlError('limit', `The query took longer than ${withinMs / 1_000} s.`);
      }
    },
  };
  const { relation, expression } = runAll(checked, environment);
  const columns = (checked.isOpen ? relation.columns : checked.columns).map(({ name, type }) => ({
    name,
    type: type === 'unknown' ? 'dynamic' : type,
  }));
  const rows = toRows(relation, columns);
  const render = renderOf(expression);
  return {
    columns,
    rows,
    ...(render && { render }),
    stats: { parseMs: parsed - begin, runMs: performance.now() - parsed, rowsRead: read.rows },
  };
}

/** Parses a query that looks at no rows, so that the next one finds the parser warm. */
export function warm(): void {
  parse(
    'let n = 1; requests | where timestamp > ago(1h) | summarize count() by bin(timestamp, 1m), name | join (traces) on $left.name == $right.message | take n',
  );
}

function runAll({ root }: Checked, outer: Environment): { relation: Relation; expression: Syntax } {
  const statements = listOf(root, 'Statements');
  const results = statements.filter(({ kind }) => kind === 'ExpressionStatement');
  const [result, second] = results;
  if (result === undefined) throw new KqlError('type', 'The query gives no table.', 0);
  if (second !== undefined) throw new KqlError('unsupported', 'A second result', second.start);
  const environment = runStatements(statements, outer);
  const expression = part(result, 'Expression');
  return { relation: environment.relationOf(expression, environment), expression };
}

function toRows(relation: Relation, columns: readonly Column[]): readonly (readonly Value[])[] {
  if (relation.rows.length > mostRows) {
    throw new KqlError(
      'limit',
      `The result has more than ${mostRows.toLocaleString('en')} rows: end with take or summarize.`,
    );
  }
  const isSame =
    columns.length === relation.columns.length &&
    columns.every(({ name }, at) => relation.columns[at]?.name === name);
  const places = columns.map(({ name }, at) =>
    isSame ? at : relation.columns.findIndex((column) => column.name === name),
  );
  let characters = 0;
  return relation.rows.map((row) =>
    places.map((place, at) => {
      const value = toOutput(row[place] ?? null, columns[at]?.type ?? '');
      if (typeof value === 'string') characters += value.length;
      if (characters > mostCharacters) {
        throw new KqlError(
          'limit',
          `The result is larger than ${mostCharacters / 1024 / 1024} MiB: end with take or project.`,
        );
      }
      return value;
    }),
  );
}

/** A value as JSON: times and spans as texts, dynamic values as JSON in a text. */
function toOutput(value: Value, type: string): Value {
  if (typeof value === 'number') {
    if (type === 'datetime') return formatDatetime(value);
    if (type === 'timespan') return formatTimespan(value);
    return Number.isFinite(value) ? value : String(value);
  }
  if (value === null) return type === 'string' ? '' : null;
  if (type === 'string' || type === 'guid' || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function renderOf(expression: Syntax): Answer['render'] {
  const operator = expression.parts.Operator;
  if (operator?.kind !== 'RenderOperator') return undefined;
  const [, visualization = '', rest = ''] =
    /^render\s+(\w+)\s*([\s\S]*)$/i.exec(operator.text) ?? [];
  const properties = [...rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([\w.:-]+))/g)].map(
    ([, name = '', quoted, word = '']) => [name, quoted ?? word],
  );
  return { visualization, properties: Object.fromEntries(properties) };
}
