// Scripts rather than modules: the second defines the global that both are used by. They take half a second and 80 MB.
import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';
import type { Assistance } from '../queryApi.ts';
import type {
  KustoCode as AnalyzedCode,
  Bridge,
  Diagnostic,
  GlobalState,
  KustoType,
  LanguageService,
  SyntaxElement,
} from './language.ts';
import { nearest } from './nearest.ts';
import { type Column, KqlError, type Syntax } from './syntax.ts';

/** Tables by name, with their columns and KQL types; functions without parameters give such a table. */
export interface Schema {
  readonly tables: Readonly<Record<string, readonly Column[]>>;
  readonly functions: Readonly<Record<string, readonly Column[]>>;
}

/** A text as an editor shows it. Places count from 0. */
export interface CodeReader {
  /** All that is wrong with it. */
  faults(): Assistance['marks'];
  /** What may stand at a place. */
  completions(at: number): Assistance['completions'];
  /** What stands at a place, in words; empty for what says nothing. */
  about(at: number): string;
}

/** A checked query. */
export interface Checked {
  readonly root: Syntax;
  /** Whether only the data tells which columns the result has. */
  readonly isOpen: boolean;
  /** Columns of the result. */
  readonly columns: readonly Column[];
}

const loaded = globalThis as unknown as {
  readonly Kusto: { readonly Language: LanguageService };
  readonly Bridge: Bridge;
};
const {
  KustoCode,
  GlobalState: Globals,
  Symbols,
  Syntax: Grammar,
  Binding,
  Editor,
} = loaded.Kusto.Language;
const bridge = loaded.Bridge;
const completionKinds = toNames(Editor.CompletionKind);
const kindNames = toNames(Grammar.SyntaxKind);
const symbolKinds = toNames(Symbols.SymbolKind);

/** A nesting deeper than this overflows the stack of the parser or of whoever walks the tree. */
const deepest = 250;
/** Trees are kept by their text: an alert or a tile sends the same one again and again. */
const mostKept = 64;

/** Makes a parser for tables: it throws a {@link KqlError} for the first thing that is wrong with a query. */
export function createParser(schema: Schema): (query: string) => Checked {
  const globals = toGlobals(schema);
  const known = new Map<string, Checked>();
  return (query) => {
    const found = known.get(query) ?? check(query, globals, schema);
    known.delete(query);
    known.set(query, found);
    for (const [oldest] of known) {
      if (known.size <= mostKept) break;
      known.delete(oldest);
    }
    return found;
  };
}

/** Makes what an editor asks: all that is wrong with a text, what may stand at a place, and what stands there. */
export function createCodeReader(schema: Schema): (query: string) => CodeReader {
  const globals = toGlobals(schema);
  return (query) => {
    refuseDepth(query);
    const service = new Editor.KustoCodeService.$ctor1(query, globals);
    return {
      faults: () =>
        bridge
          .toArray(service.GetDiagnostics())
          .filter(({ Severity }) => Severity === 'Error' || Severity === 'Warning')
          .map((found) => ({
            start: found.Start,
            length: found.Length,
            message: toError(found, query, schema).message,
            isError: found.Severity === 'Error',
          })),
      completions(at) {
        const { Items, EditStart } = service.GetCompletionItems(at);
        const items = bridge.toArray(Items).map((item) => ({
          kind: completionKinds.get(item.Kind) ?? '',
          label: item.DisplayText,
          name: item.MatchText,
          before: item.BeforeText ?? item.MatchText,
          after: item.AfterText ?? '',
          order: item.OrderText ?? '',
        }));
        return { start: EditStart, items };
      },
      about: (at) => service.GetQuickInfo(at).Text ?? '',
    };
  };
}

function check(query: string, globals: GlobalState, schema: Schema): Checked {
  refuseDepth(query);
  const code = analyze(query, globals);
  const error = bridge.toArray(code.GetDiagnostics()).find(({ Severity }) => Severity === 'Error');
  if (error !== undefined) throw toError(error, query, schema);
  const { ResultType: result } = code;
  if (!result?.Columns) throw new KqlError('type', 'The query gives no table.', 0);
  return {
    root: toSyntax(code.Syntax, query, 0),
    isOpen: result.IsOpen === true,
    columns: toColumns(result.Columns),
  };
}

/** What the parser itself throws is its own fault, and of its text nothing is kept. */
function analyze(query: string, globals: GlobalState): AnalyzedCode {
  try {
    return KustoCode.ParseAndAnalyze(query, globals);
  } catch {
    throw new KqlError('syntax', 'The query cannot be read.', 0);
  }
}

function refuseDepth(query: string): void {
  let depth = 0;
  for (const [at, character] of [...query].entries()) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth > deepest) throw new KqlError('limit', `More than ${deepest} brackets are open.`, at);
  }
}

function toError({ Code, Message, Start, Length }: Diagnostic, query: string, schema: Schema) {
  const problem = /^KS(?:142|204|211|109|143)$/.test(Code)
    ? 'name'
    : /^KS0/.test(Code)
      ? 'syntax'
      : /^KS1(?:7[0-9])$/.test(Code)
        ? 'syntax'
        : 'type';
  const name = query.slice(Start, Start + Length);
  const near = problem === 'name' ? nearest(name, namesIn(schema, query)) : undefined;
  return new KqlError(problem, near ? `${Message} Did you mean ${near}?` : Message, Start);
}

/** Names that a query may mean: all tables, their columns, what the query names itself, functions. */
function namesIn({ tables, functions }: Schema, query: string): readonly string[] {
  const own = [...query.matchAll(/\b(?:let\s+(\w+)|(\w+)\s*=[^=~])/g)].map(
    ([, a, b]) => a ?? b ?? '',
  );
  return [
    ...Object.values(tables).flatMap((columns) => columns.map(({ name }) => name)),
    ...Object.keys(tables),
    ...Object.keys(functions),
    ...own,
    ...bridge.toArray(Globals.Default.Functions).map(({ Name }) => Name),
    ...bridge.toArray(Globals.Default.Aggregates).map(({ Name }) => Name),
  ];
}

function toSyntax(element: SyntaxElement, query: string, depth: number): Syntax {
  if (depth > 4 * deepest)
    throw new KqlError('limit', 'The query is nested too deeply.', element.TextStart);
  const kind = kindNames.get(element.Kind) ?? '';
  const parts: Record<string, Syntax> = {};
  const items: Syntax[] = [];
  for (let at = 0; at < element.ChildCount; at++) {
    const child = element.GetChild(at);
    if (child === null) continue;
    const name = kind === 'List' ? '' : (element.GetName?.(at) ?? '');
    const made = toSyntax(
      child.ChildCount > 0 && isSeparated(child) ? (child.GetChild(0) ?? child) : child,
      query,
      depth + 1,
    );
    if (kind === 'List') items.push(made);
    else parts[name] = made;
  }
  const { ResultType: type, ReferencedSymbol: symbol, LiteralValue: literal } = element;
  const isExpression = type !== null && type !== undefined && !type.Columns;
  return {
    kind,
    text: query.slice(element.TextStart, element.End),
    start: element.TextStart,
    type: isExpression ? type.Name : '',
    ...(type?.Columns && { columns: toColumns(type.Columns) }),
    ...(symbol && { refersTo: symbolKinds.get(symbol.Kind) ?? '' }),
    ...(typeof literal === 'string' && { literal }),
    ...(isExpression && { resultName: Binding.Binder.GetExpressionResultName(element, '') ?? '' }),
    parts,
    items,
  };
}

function isSeparated({ Kind }: SyntaxElement): boolean {
  return kindNames.get(Kind) === 'SeparatedElement';
}

function toColumns(columns: NonNullable<KustoType['Columns']>): readonly Column[] {
  return bridge.toArray(columns).map(({ Name, Type }) => ({ name: Name, type: Type.Name }));
}

function toGlobals({ tables, functions }: Schema): GlobalState {
  const members = [
    ...Object.entries(tables).map(([name, columns]) => toTable(name, columns)),
    ...Object.entries(functions).map(
      ([name, columns]) => new Symbols.FunctionSymbol.$ctor5(name, toTable(name, columns), []),
    ),
  ];
  return Globals.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('insights', members));
}

function toTable(name: string, columns: readonly Column[]) {
  const declared = columns.map((column) => `${column.name}: ${column.type}`);
  return new Symbols.TableSymbol.$ctor7(name, `(${declared.join(', ')})`, null);
}

function toNames(kinds: Readonly<Record<string, unknown>>): ReadonlyMap<unknown, string> {
  return new Map(Object.entries(kinds).map(([name, kind]) => [kind, name]));
}
