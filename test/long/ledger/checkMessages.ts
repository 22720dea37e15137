import { blobOf, type Result } from './checkResults.ts';
import { type Entry, toTitle } from './entry.ts';
import type { ResultMessage } from './results.ts';

/** What is wrong with the result messages: at least one for each result, and each agrees with its result. */
export function checkMessages(
  entries: readonly Entry[],
  messages: readonly ResultMessage[],
  last: ReadonlyMap<string, string>,
): string[] {
  const titles = new Map(
    entries.flatMap(({ piece, jobs }) => [...jobs].map((job) => [job, toTitle(piece)] as const)),
  );
  const titleOf = (job: string) => titles.get(job) ?? `Job ${job}`;
  const problems: string[] = [];
  const told = new Set<string>();
  for (const message of messages) {
    const { job } = message;
    const text = last.get(blobOf(job));
    told.add(job);
    if (text === undefined) {
      problems.push(`${titleOf(job)}: a message tells of a result that is not there.`);
      continue;
    }
    const result: Result = JSON.parse(text);
    const seen = toSaid(message, message.result);
    const wanted = toSaid(result, `inference-results/${blobOf(job)}`);
    if (seen !== wanted) {
      problems.push(`${titleOf(job)}: a message says ${seen}, and its result ${wanted}.`);
    }
  }
  for (const text of last.values()) {
    const { job }: Result = JSON.parse(text);
    if (!told.has(job)) problems.push(`${titleOf(job)}: no message tells of its result.`);
  }
  return problems;
}

function toSaid({ status, error, sessionId }: Result | ResultMessage, result?: string): string {
  return JSON.stringify({ status, code: error?.code, result, sessionId });
}
