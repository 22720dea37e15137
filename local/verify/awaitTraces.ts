import type { Row } from '../ask/row.ts';
import { localInsights } from '../stack/insights.ts';
import { requireWhole } from './diagnose.ts';
import type { Limits } from './limits.ts';
import type { Done } from './report.ts';
import type { Target } from './target.ts';

/** A question: the name of its trace, and the session of its answer. */
export interface Asked {
  readonly title: string;
  session?: string;
}

/** Waits for the trace of each answered question, one step each; gives the trees of those that arrived. */
export async function awaitTraces(
  asked: readonly Asked[],
  { readRows, pages }: Pick<Target, 'readRows' | 'pages'>,
  limits: Limits,
  color: boolean,
  step: (title: string, attempt: () => Promise<Done<true>>, within: Limits) => Promise<unknown>,
): Promise<readonly string[]> {
  const trees: string[] = [];
  let within = limits;
  for (const { title, session } of asked) {
    if (session === undefined) continue;
    let rows: readonly Row[] = [];
    const attempt = async () => {
      rows = await readRows(session);
      requireWhole(rows);
      return { value: true, detail: `${rows.length} rows` } as const;
    };
    const whole = await step(title, attempt, within);
    if (rows.length > 0 && localInsights) {
      trees.push(localInsights.drawTree(rows, { color, ...(pages !== undefined && { pages }) }));
    }
    // The cause that kept one trace away for so long also keeps the other away.
    if (!whole) within = { ...limits, patience: { ...limits.patience, telemetry: 0 } };
  }
  return trees;
}
