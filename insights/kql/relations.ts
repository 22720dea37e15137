import { nameOf } from './expressions.ts';
import { extend, projectThese, rename, selectDeclared } from './operators/columns.ts';
import { evaluate } from './operators/evaluate.ts';
import { join, lookup } from './operators/join.ts';
import { makeSeries } from './operators/makeSeries.ts';
import { mvExpand } from './operators/mvExpand.ts';
import type { Operator } from './operators/operator.ts';
import { parameterOf } from './operators/parameters.ts';
import { parse, parseWhere } from './operators/parse.ts';
import {
  count,
  distinct,
  filter,
  sampleDistinct,
  sort,
  take,
  top,
  wholeOf,
} from './operators/rows.ts';
import { dataTable, print, range, schemaOf } from './operators/sources.ts';
import { summarize } from './operators/summarize.ts';
import { topNested } from './operators/topNested.ts';
import { type Branch, unite } from './operators/union.ts';
import type { Environment, Relation } from './relation.ts';
import { type Filter, type ScanOptions, scan } from './scan/scan.ts';
import { type Column, KqlError, listOf, part, type Syntax } from './syntax.ts';
import { tableFunctions, tables } from './tables.ts';
import { callUserTable } from './userFunctions.ts';

/** Operators by their names in the grammar; all others are refused by name. */
const operators: Readonly<Record<string, Operator>> = {
  FilterOperator: filter,
  TakeOperator: take,
  SampleOperator: take,
  ProjectOperator: projectThese,
  ProjectAwayOperator: selectDeclared,
  ProjectKeepOperator: selectDeclared,
  ProjectReorderOperator: selectDeclared,
  ProjectRenameOperator: rename,
  ExtendOperator: extend,
  SerializeOperator: extend,
  SummarizeOperator: summarize,
  SortOperator: sort,
  TopOperator: top,
  TopNestedOperator: topNested,
  CountOperator: count,
  DistinctOperator: distinct,
  SampleDistinctOperator: sampleDistinct,
  JoinOperator: join,
  LookupOperator: lookup,
  MvExpandOperator: mvExpand,
  ParseOperator: parse,
  ParseWhereOperator: parseWhere,
  MakeSeriesOperator: makeSeries,
  EvaluateOperator: evaluate,
  GetSchemaOperator: (_, { given, declared }) => schemaOf(given, declared),
  RenderOperator: (input) => input,
  AsOperator: (input) => input,
};

/** Makes what runs the parts of a query that give a table. */
export function createRelations(options: ScanOptions): Environment['relationOf'] {
  const relationOf = (syntax: Syntax, environment: Environment): Relation => {
    const { kind } = syntax;
    const declared = syntax.columns ?? [];
    switch (kind) {
      case 'PipeExpression':
        return runPipe(syntax, environment);
      case 'ParenthesizedExpression':
      case 'MaterializeExpression':
        return relationOf(part(syntax, 'Expression'), environment);
      case 'NameReference':
      case 'BracketedName':
        return named(syntax, [], [], undefined, environment);
      case 'FunctionCallExpression':
        return called(syntax, environment);
      case 'DataTableExpression':
        return dataTable(syntax, declared, environment);
      case 'PrintOperator':
        return print(syntax, declared, environment);
      case 'RangeOperator':
        return range(syntax, declared, environment);
      case 'UnionOperator':
        return union(syntax, undefined, declared, [], environment);
      default:
        throw refused(syntax);
    }
  };

  /** A source and its operators; the filters right behind a table are its scan's. */
  const runPipe = (pipe: Syntax, environment: Environment): Relation => {
    const steps: Syntax[] = [];
    let source = pipe;
    while (source.kind === 'PipeExpression') {
      steps.unshift(source);
      source = part(source, 'Expression');
    }
    const isFilter = (step: Syntax | undefined) =>
      step !== undefined && part(step, 'Operator').kind === 'FilterOperator';
    let at = 0;
    while (isFilter(steps[at])) at++;
    const filters = steps
      .slice(0, at)
      .map((step): Filter => ({ syntax: part(step, 'Operator'), environment }));
    const next = steps[at]?.parts.Operator;
    const most =
      next?.kind === 'TakeOperator' ? wholeOf(part(next, 'Expression'), environment) : undefined;
    const scanned = plainTable(source, filters, environment);
    let relation: Relation;
    if (scanned !== undefined) {
      relation = scan(scanned.name, scanned.filters, [], most, environment, options);
    } else {
      relation =
        source.kind === 'UnionOperator'
          ? union(source, undefined, source.columns ?? [], filters, environment)
          : relationOf(source, environment);
      at = 0;
    }
    for (const step of steps.slice(at)) {
      const operator = part(step, 'Operator');
      environment.checkTime();
      const given = part(step, 'Expression').columns ?? [];
      relation = apply(operator, relation, step.columns ?? [], given, environment);
    }
    return relation;
  };

  const apply = (
    syntax: Syntax,
    input: Relation,
    declared: readonly Column[],
    given: readonly Column[],
    environment: Environment,
  ): Relation => {
    if (syntax.kind === 'UnionOperator') return union(syntax, input, declared, [], environment);
    const operator = Object.hasOwn(operators, syntax.kind) ? operators[syntax.kind] : undefined;
    if (operator === undefined) throw refused(syntax);
    return operator(input, { syntax, declared, given, environment });
  };

  /** A table of the store, by its own name or one of `let`, and filters alone between it and here; undefined for all else. */
  const plainTable = (
    syntax: Syntax,
    filters: readonly Filter[],
    environment: Environment,
  ): { name: string; filters: readonly Filter[] } | undefined => {
    if (syntax.kind === 'ParenthesizedExpression')
      return plainTable(part(syntax, 'Expression'), filters, environment);
    if (syntax.kind === 'PipeExpression') {
      const operator = part(syntax, 'Operator');
      if (operator.kind !== 'FilterOperator') return undefined;
      return plainTable(
        part(syntax, 'Expression'),
        [{ syntax: operator, environment }, ...filters],
        environment,
      );
    }
    if (syntax.kind !== 'NameReference') return undefined;
    const name = nameOf(syntax);
    if (syntax.refersTo === 'Table' && Object.hasOwn(tables, name)) return { name, filters };
    const known = environment.relations.get(name);
    return known && plainTable(known.syntax, filters, known.environment());
  };

  const named = (
    syntax: Syntax,
    filters: readonly Filter[],
    hints: readonly Filter[],
    most: number | undefined,
    environment: Environment,
  ): Relation => {
    const name = nameOf(syntax);
    const known = environment.relations.get(name);
    if (known !== undefined) return known.get();
    if (Object.hasOwn(tables, name)) return scan(name, filters, hints, most, environment, options);
    if (Object.hasOwn(tableFunctions, name)) return { columns: syntax.columns ?? [], rows: [] };
    throw refused(syntax);
  };

  const called = (syntax: Syntax, environment: Environment): Relation => {
    const name = nameOf(part(syntax, 'Name'));
    const user = environment.functions.get(name);
    if (user !== undefined) {
      return callUserTable(user, listOf(syntax, 'ArgumentList', 'Expressions'), {
        columns: [],
        environment,
      });
    }
    if (Object.hasOwn(tableFunctions, name)) return { columns: syntax.columns ?? [], rows: [] };
    throw new KqlError('unsupported', `The function ${name}()`, syntax.start);
  };

  /** Its tables are told of the filters behind it, as far as all that these name is theirs. */
  const union = (
    syntax: Syntax,
    input: Relation | undefined,
    declared: readonly Column[],
    filters: readonly Filter[],
    environment: Environment,
  ): Relation => {
    const kind = parameterOf(syntax, 'kind') ?? 'outer';
    if (kind !== 'outer') throw new KqlError('unsupported', `union kind=${kind}`, syntax.start);
    const branches = listOf(syntax, 'Expressions').flatMap((each, at): Branch[] => {
      const names =
        each.kind === 'NameReference' || /^[\w*]+$/.test(each.text) ? matching(each.text) : [];
      if (each.text.includes('*') && names.length > 0) {
        return names.map((name) => ({
          name,
          relation: scan(name, [], [], undefined, environment, options),
        }));
      }
      const name =
        each.kind === 'NameReference'
          ? nameOf(each)
          : `union_arg${at + (input === undefined ? 0 : 1)}`;
      const plain = plainTable(each, [], environment);
      if (plain === undefined) return [{ name, relation: relationOf(each, environment) }];
      const hints = filters.filter(({ syntax }) => fits(part(syntax, 'Condition'), plain.name));
      return [
        { name, relation: scan(plain.name, plain.filters, hints, undefined, environment, options) },
      ];
    });
    const all =
      input === undefined ? branches : [{ name: 'union_arg0', relation: input }, ...branches];
    return unite(all, declared, parameterOf(syntax, 'withsource'), environment);
  };
  return relationOf;
}

/** Tables whose name fits one with stars. */
function matching(pattern: string): readonly string[] {
  const expression = new RegExp(`^${pattern.replace(/[^\w*]/g, '').replaceAll('*', '.*')}$`);
  return Object.keys(tables).filter((name) => expression.test(name));
}

/** Whether a table has every column that a filter names, with the type that the filter knows. */
function fits(syntax: Syntax, table: string): boolean {
  if (syntax.refersTo === 'Column' && syntax.kind === 'NameReference') {
    return (
      tables[table]?.columns.some(
        ({ name, type }) => name === nameOf(syntax) && type === syntax.type,
      ) ?? false
    );
  }
  if (syntax.columns !== undefined) return true;
  if (syntax.kind === 'PathExpression') return fits(part(syntax, 'Expression'), table);
  return [...Object.values(syntax.parts), ...syntax.items].every((each) => fits(each, table));
}

function refused(syntax: Syntax): KqlError {
  const words = /^[a-z][a-z-]*/i.exec(syntax.text)?.[0] ?? syntax.kind;
  return new KqlError('unsupported', `The operator ${words}`, syntax.start);
}
