import type { Operation } from '../../../api.ts';
import type { CallRef } from '../../../view/compare/callRefs.ts';

/** A call that is run again, once or several times. */
export interface Runs {
  /** What is run again. */
  readonly of: CallRef;
  readonly wanted: number;
  readonly goesOn: boolean;
  /** Those that have begun, oldest first. */
  readonly runs: readonly Run[];
}

/** One run; `lost` when its answer came and its rows did not. */
export type Run = 'asking' | 'stopped' | 'sought' | 'lost' | { readonly error: string } | Operation;

/** What is to be said of runs. */
export interface Progress {
  /** Such as `3 of 20 · 1 failed`. */
  readonly words: string;
  /** Those whose calls are known, and the one that they repeat. */
  readonly calls: readonly CallRef[];
  /** Why runs did not reach the app, each reason once. */
  readonly errors: readonly string[];
}

/** What is to be said of runs: how many are done, how many failed, and what can be compared. */
export function toProgress({ of, wanted, runs }: Runs): Progress {
  const done = runs.filter((run) => run !== 'asking' && run !== 'stopped');
  const found = runs.filter(isCall);
  const errors = runs.flatMap((run) =>
    typeof run === 'object' && 'error' in run ? run.error : [],
  );
  const failed = errors.length + found.filter(({ success }) => success === 'False').length;
  const counts = [
    [failed, 'failed'],
    [runs.filter((run) => run === 'sought').length, 'whose rows are on their way'],
    [runs.filter((run) => run === 'lost').length, 'whose rows have not come'],
    [runs.filter((run) => run === 'stopped').length, 'stopped'],
  ] as const;
  const more = counts.flatMap(([count, what]) => (count > 0 ? `${count} ${what}` : []));
  return {
    words: [`${done.length} of ${wanted}`, ...more].join(' · '),
    calls: [
      of,
      ...found.map(({ operation_Id, session_Id }) => ({
        operation: operation_Id,
        session: session_Id ?? undefined,
      })),
    ],
    errors: [...new Set(errors)],
  };
}

function isCall(run: Run): run is Operation {
  return typeof run === 'object' && 'operation_Id' in run;
}
