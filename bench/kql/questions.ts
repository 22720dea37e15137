import { queries } from '../../insights/test/kql/queries.ts';
import { alertRules, queryFiles } from '../../test/infra/queryFiles.ts';

/** A query as it is asked: an alert over its window, a tile over a day, ours over what they say themselves. */
export interface AskedQuery {
  readonly name: string;
  readonly query: string;
  /** How far back it looks, in ms; all there is when absent. */
  readonly backMs?: number;
}

const windows: Readonly<Record<string, number>> = {
  PT15M: 900_000,
  PT30M: 1_800_000,
  PT1H: 3_600_000,
  P1D: 86_400_000,
};

/** The repository's queries, and 41 in the mix of a public corpus. */
export const questions: readonly AskedQuery[] = [
  ...queryFiles.map(({ name, text }) => ({
    name,
    query: text.replace(/\{\w+\}/, '5e551074-1f'),
    backMs: windows[alertRules.find(({ query }) => query === name)?.window ?? ''] ?? 86_400_000,
  })),
  ...Object.entries(queries).map(([name, query]) => ({ name, query })),
];
