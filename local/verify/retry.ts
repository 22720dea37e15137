import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from './limits.ts';
import { type Patience, type Problem, toProblem } from './problem.ts';

/**
 * Tries until it works, or until one kind of problem has lasted longer than its limit: then throws that problem.
 * `onWait` gets the problem every `progressMs`.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { patience, pauseMs, progressMs }: Limits,
  onWait: (problem: Problem, waitedMs: number) => void,
): Promise<T> {
  const start = Date.now();
  let told = start;
  // Counted per kind: after half an hour of waiting for roles a busy model still has its minutes.
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
