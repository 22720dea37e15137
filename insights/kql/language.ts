// Of Microsoft's language service, what is used here; its own declarations are 1.7 MB that every type check would read. It is C#
// turned to JavaScript: overloads are numbered, and lists are .NET's.

/** The parser and checker of KQL, as its scripts leave it in the global `Kusto.Language`. */
export interface LanguageService {
  readonly KustoCode: { ParseAndAnalyze(query: string, globals: GlobalState): KustoCode };
  readonly GlobalState: { readonly Default: GlobalState };
  readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> };
  readonly Binding: {
    readonly Binder: {
      /** The column that an expression without a name of its own makes. */
      GetExpressionResultName(expression: SyntaxElement, fallback: string): string | null;
    };
  };
  readonly Editor: {
    readonly CompletionKind: Readonly<Record<string, unknown>>;
    readonly KustoCodeService: {
      readonly $ctor1: new (text: string, globals: GlobalState) => CodeService;
    };
  };
  readonly Symbols: {
    readonly SymbolKind: Readonly<Record<string, unknown>>;
    readonly TableSymbol: {
      /** Name, columns as `(a: string, b: long)`, description. */
      readonly $ctor7: new (
        name: string,
        columns: string,
        description: null,
      ) => KustoSymbol;
    };
    readonly FunctionSymbol: {
      readonly $ctor5: new (name: string, returns: KustoSymbol, parameters: never[]) => KustoSymbol;
    };
    readonly DatabaseSymbol: {
      readonly ctor: new (name: string, members: KustoSymbol[]) => KustoSymbol;
    };
  };
}

/** What reads .NET's lists. */
export interface Bridge {
  toArray<T>(list: KustoList<T>): T[];
}

export interface GlobalState {
  readonly Functions: KustoList<KustoSymbol>;
  readonly Aggregates: KustoList<KustoSymbol>;
  WithDatabase(database: KustoSymbol): GlobalState;
}

interface KustoSymbol {
  readonly Name: string;
  readonly Kind: number;
}

export interface KustoType {
  readonly Name: string;
  readonly Columns?: KustoList<KustoSymbol & { readonly Type: KustoSymbol }> | null;
  readonly IsOpen?: boolean;
}

export interface KustoCode {
  readonly Syntax: SyntaxElement;
  readonly ResultType?: KustoType | null;
  GetDiagnostics(): KustoList<Diagnostic>;
}

/** What an editor asks about a text. */
interface CodeService {
  GetDiagnostics(): KustoList<Diagnostic>;
  GetCompletionItems(position: number): {
    readonly Items: KustoList<CompletionItem>;
    readonly EditStart: number;
    readonly EditLength: number;
  };
  GetQuickInfo(position: number): { readonly Text: string | null };
}

interface CompletionItem {
  readonly Kind: number;
  readonly DisplayText: string;
  readonly MatchText: string;
  /** What is written before the caret, and after it. */
  readonly BeforeText: string | null;
  readonly AfterText: string | null;
  readonly OrderText: string | null;
}

export interface SyntaxElement {
  readonly Kind: number;
  readonly TextStart: number;
  readonly End: number;
  readonly ResultType?: KustoType | null;
  readonly ReferencedSymbol?: KustoSymbol | null;
  /** A text, or a boxed value that prints itself; null where there is none. */
  readonly LiteralValue?: unknown;
  readonly ChildCount: number;
  GetChild(at: number): SyntaxElement | null;
  GetName?(at: number): string;
}

export interface Diagnostic {
  readonly Severity: 'Error' | 'Warning' | 'Suggestion' | 'Information' | 'Hidden';
  readonly Code: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

interface KustoList<T> {
  GetEnumerator(): { readonly Current: T };
}
