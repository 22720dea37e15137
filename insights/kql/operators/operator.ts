import type { Environment, Relation } from '../relation.ts';
import type { Column, Syntax } from '../syntax.ts';

/** A step of a query, and what is known of it. */
export interface Step {
  readonly syntax: Syntax;
  /** Columns that it makes, as the checker declares them: all, needed or not. */
  readonly declared: readonly Column[];
  /** Columns of its input, as the checker declares them. */
  readonly given: readonly Column[];
  readonly environment: Environment;
}

/** What a step makes of its input. */
export type Operator = (input: Relation, step: Step) => Relation;
