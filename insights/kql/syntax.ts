/** A column of a table or a result. */
export interface Column {
  readonly name: string;
  /** KQL's: `string`, `long`, `dynamic`, …; `unknown` where only the data tells. */
  readonly type: string;
}

/** A part of a checked query. What the parser knows of it is here; nothing of the parser's own is kept. */
export interface Syntax {
  /** Name of the grammar's, such as `FilterOperator`. */
  readonly kind: string;
  readonly text: string;
  /** Where it begins in the query. */
  readonly start: number;
  /** KQL type of an expression; empty where there is none. */
  readonly type: string;
  /** Columns of a table; absent for what is none. */
  readonly columns?: readonly Column[];
  /** What a name or a call stands for. */
  readonly refersTo?: string;
  /** Of a literal text, what it says. */
  readonly literal?: string;
  /** Name of the column that this expression makes. */
  readonly resultName?: string;
  /** Its parts by their names in the grammar. */
  readonly parts: Readonly<Record<string, Syntax>>;
  /** The entries of a list. */
  readonly items: readonly Syntax[];
}

/** A part that the grammar always has. */
export function part(of: Syntax, name: string): Syntax {
  const found = of.parts[name];
  if (found === undefined) throw new KqlError('unsupported', `This form of ${of.kind}`, of.start);
  return found;
}

/** The expressions of a list under a part; empty when the part is absent. */
export function listOf(of: Syntax | undefined, ...names: readonly string[]): readonly Syntax[] {
  let at = of;
  for (const name of names) at = at?.parts[name];
  return at?.items ?? [];
}

/** Why there is no answer. `unsupported`: right KQL that is not built here; `limit`: too much of something. */
export type KqlProblem = 'syntax' | 'name' | 'type' | 'unsupported' | 'value' | 'limit';

/** A query that has no answer. The message is for who wrote it; `start` is the place in the query. */
export class KqlError extends Error {
  readonly problem: KqlProblem;
  readonly start: number | undefined;
  constructor(problem: KqlProblem, message: string, start?: number) {
    super(problem === 'unsupported' ? `${message} is not built into the local engine.` : message);
    this.problem = problem;
    this.start = start;
  }
}

/** Line and column of a place, both from 1. */
export function placeOf(query: string, start: number): { line: number; column: number } {
  const before = query.slice(0, start).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
