import type { Question } from '../queryApi.ts';
import type { StoredValues } from './scan/readTable.ts';
import type { KqlProblem } from './syntax.ts';

/** What the engine's process is asked. */
export type ToProcess =
  | {
      readonly kind: 'run';
      readonly query: string;
      readonly now: number;
      /** Rows to give; all of them when absent. */
      readonly first?: number | undefined;
      readonly withinMs: number;
      readonly timespan: { readonly from?: number | undefined; readonly to?: number | undefined };
      /** The store's file; absent when it is in memory, and its rows must be asked for. */
      readonly file?: string | undefined;
    }
  /** What an editor asks about a text. */
  | { readonly kind: 'assist'; readonly id: number; readonly question: Question }
  /** Rows that were asked for; more come until `last`. */
  | { readonly kind: 'rows'; readonly rows: readonly StoredValues[]; readonly last: boolean };

/** What is wrong with a query, and where: line and column from 1. */
export interface QueryFault {
  readonly error: string;
  readonly problem: KqlProblem | 'store';
  readonly line?: number;
  readonly column?: number;
}

/** What the engine's process says. */
export type FromProcess =
  | { readonly kind: 'ready' }
  /** The answer as JSON, which nobody between here and its reader has to read. */
  | { readonly kind: 'answer'; readonly json: string }
  /** The answer to an editor, as JSON. */
  | { readonly kind: 'assisted'; readonly id: number; readonly json: string }
  | { readonly kind: 'fault'; readonly fault: QueryFault }
  | {
      readonly kind: 'ask';
      readonly sql: string;
      readonly values: readonly (string | number)[];
    };
