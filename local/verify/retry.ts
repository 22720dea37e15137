import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from './limits.ts';
import { type Patience, type Problem, toProblem } from './problem.ts';

/**
 * Tries until it works, or until one kind of problem has come up for longer than it may: then throws that. `onWait` is told
 * the problem every `progressMs`.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { patience, pauseMs, progressMs }: Limits,
  onWait: (problem: Problem, waitedMs: number) => void,
): Promise<T> {
  const start = Date.now();
  let told = start;
  // By kind: half an hour of waiting for roles leaves a busy model its minutes.
  const since = new Map<Patience, number>();
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      const problem = toProblem(thrown);
      const now = Date.now();
      const first = since.get(problem.patience) ?? now;
      since.set(problem.patience, first);
      if (now - first >= patience[problem.patience]) throw problem;
      if (now - told >= progressMs) {
        told = now;
        onWait(problem, now - start);
      }
    }
    await sleep(pauseMs);
  }
}
