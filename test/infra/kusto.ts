// Scripts rather than modules: the second defines the global that both are used by.
import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';
import type { Columns, Schema } from './schema.ts';

/** What a query gives, and what is wrong with it. */
export interface CheckedQuery {
  /** Errors and warnings of the parser, the binder and the analyzers, with line and column. */
  readonly problems: readonly string[];
  /** Columns of the result and their KQL types, in order. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Parses a query and resolves its names and types in a schema, by Microsoft's own language service. */
export function checkQuery(query: string, schema: Schema): CheckedQuery {
  const code = KustoCode.ParseAndAnalyze(query, globalsOf(schema));
  const service = new Editor.KustoCodeService.ctor(code);
  const found = [code.GetDiagnostics(), service.GetAnalyzerDiagnostics(true)].flatMap((list) =>
    bridge.toArray(list),
  );
  const result = code.ResultType?.Columns;
  return {
    problems: found
      .filter(({ Severity }) => Severity === 'Error' || Severity === 'Warning')
      .map(({ Severity, Message, Start }) => `${place(query, Start)} ${Severity}: ${Message}`),
    columns: Object.fromEntries(
      (result ? bridge.toArray(result) : []).map(({ Name, Type }) => [Name, Type.Name]),
    ),
  };
}

/** Of the language service, what is used here; its own declarations are 1 MB that every type check would read. */
interface LanguageService {
  readonly KustoCode: { ParseAndAnalyze(query: string, globals: GlobalState): KustoCode };
  readonly GlobalState: { readonly Default: GlobalState };
  readonly Editor: {
    readonly KustoCodeService: {
      readonly ctor: new (
        code: KustoCode,
      ) => {
        GetAnalyzerDiagnostics(waitForAnalysis: boolean): List<Diagnostic>;
      };
    };
  };
  readonly Symbols: {
    readonly TableSymbol: {
      readonly $ctor7: new (name: string, columns: string, description: string | null) => Symbol;
    };
    readonly FunctionSymbol: {
      readonly $ctor5: new (name: string, returns: Symbol, parameters: never[]) => Symbol;
    };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: Symbol[]) => Symbol };
  };
}

interface GlobalState {
  WithDatabase(database: Symbol): GlobalState;
}

interface Symbol {
  readonly Name: string;
}

interface KustoCode {
  readonly ResultType?: { readonly Columns?: List<Symbol & { readonly Type: Symbol }> } | null;
  GetDiagnostics(): List<Diagnostic>;
}

interface Diagnostic {
  readonly Severity: 'Error' | 'Warning' | 'Suggestion' | 'Information' | 'Hidden';
  readonly Message: string;
  readonly Start: number;
}

/** A .NET list, which only the bridge can read. */
interface List<T> {
  GetEnumerator(): { readonly Current: T };
}

interface Bridge {
  toArray<T>(list: List<T>): T[];
}

// The scripts declare nothing, so the shape is by their documentation; a wrong one throws in the first test.
const loaded = globalThis as unknown as {
  readonly Kusto: { readonly Language: LanguageService };
  readonly Bridge: Bridge;
};
const { KustoCode, GlobalState, Editor, Symbols } = loaded.Kusto.Language;
const bridge = loaded.Bridge;

function globalsOf({ tables, functions }: Schema): GlobalState {
  const members = [
    ...Object.entries(tables).map(([name, columns]) => toTable(name, columns)),
    ...Object.entries(functions).map(
      ([name, columns]) => new Symbols.FunctionSymbol.$ctor5(name, toTable(name, columns), []),
    ),
  ];
  return GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('logs', members));
}

function toTable(name: string, columns: Columns): Symbol {
  const declared = Object.entries(columns).map(([column, type]) => `${column}: ${type}`);
  return new Symbols.TableSymbol.$ctor7(name, `(${declared.join(', ')})`, null);
}

function place(query: string, start: number): string {
  const before = query.slice(0, start).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
