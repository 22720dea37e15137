// Queries over the read interface: `POST /api/query` and its doors beside.

/** A value of a result: times, spans and dynamic values are texts. */
export type Cell = string | number | boolean | null;

/** A result, as `tables[0]` of the answer with what stands beside it. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
  /** What `render` asks for. */
  readonly render?: {
    readonly visualization: string;
    readonly properties: Readonly<Record<string, string>>;
  };
  readonly stats: {
    readonly parseMs: number;
    readonly runMs: number;
    readonly rowsRead: number;
    /** Of the whole result. */
    readonly rows: number;
  };
}

/** Something wrong in a text; `start` counts from 0. */
export interface Mark {
  readonly start: number;
  readonly length: number;
  readonly message: string;
  readonly isError: boolean;
}

/** Something that may be written; `before` and `after` are what stands around the caret then. */
export interface Completion {
  /** The parser's: `Column`, `Table`, `BuiltInFunction`, … */
  readonly kind: string;
  readonly label: string;
  /** What is typed to find it. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly order: string;
}

/** `POST /api/query/assist` with `{ about, query, at }`; `{}` when the engine has no answer soon. */
export interface Assistance {
  readonly marks: readonly Mark[];
  /** They take the place of what begins at `start`. */
  readonly completions: { readonly start: number; readonly items: readonly Completion[] };
  /** What stands at a place. */
  readonly text: string;
}

/** What an editor asks about its text: all that is wrong, what may stand at a place, what stands there. `at` counts from 0. */
export interface Question {
  readonly about: keyof Assistance;
  readonly query: string;
  readonly at: number;
}

/** A query to begin with. */
export interface NamedQuery {
  readonly name: string;
  readonly query: string;
}
