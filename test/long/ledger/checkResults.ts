import { createHash } from 'node:crypto';
import { type Entry, toTitle } from './entry.ts';

/** A result blob, as far as it is checked. */
export interface Result {
  readonly job: string;
  readonly status: string;
  readonly completion?: { readonly id: string };
  readonly error?: { readonly code: string };
  readonly requestSha256: string;
  readonly sessionId: string;
}

/** Name of a job's result blob. */
export function blobOf(job: string): string {
  return `${createHash('sha256').update(job).digest('hex')}.json`;
}

/** What is wrong with the results: each piece has one, which is its own, what it must be, and what it was from the first. */
export function checkResults(
  entries: readonly Entry[],
  first: ReadonlyMap<string, string>,
  last: ReadonlyMap<string, string>,
): string[] {
  const owners = new Map(
    entries.flatMap((entry) => [...entry.jobs].map((job) => [blobOf(job), entry] as const)),
  );
  const found = new Map<Entry, Result[]>(entries.map((entry) => [entry, []]));
  const problems: string[] = [];
  for (const [name, text] of last) {
    const result: Result = JSON.parse(text);
    const { job } = result;
    const owner = owners.get(name) ?? entries.find((entry) => isOf(result, entry));
    if (owner === undefined) problems.push(`The result of job ${job} is of no piece.`);
    else found.get(owner)?.push(result);
    if (name !== blobOf(job)) problems.push(`The result of job ${job} lies in ${name}.`);
  }
  for (const [name, text] of first) {
    const now = last.get(name);
    if (now === text) continue;
    const owner = owners.get(name);
    const whose = owner === undefined ? 'A result' : `${toTitle(owner.piece)}: its result`;
    problems.push(`${whose} changed: first ${text}, at the end ${now ?? 'gone'}.`);
  }
  for (const [entry, results] of found) {
    const say = (text: string) => problems.push(`${toTitle(entry.piece)}: ${text}`);
    for (const problem of entry.problems) say(problem);
    // A nameless message that arrived although nobody said so is one more job of the same piece.
    const strays = results.filter(({ job }) => !entry.jobs.has(job)).length;
    if (entry.jobs.size === 0) say('lost: it never arrived.');
    if (entry.jobs.size > 1 || strays > entry.unacknowledged) {
      const jobs = new Set([...entry.jobs, ...results.map(({ job }) => job)]);
      const unheard = `sent ${entry.unacknowledged} times unacknowledged`;
      say(`double: it is the jobs ${[...jobs].join(', ')}, and was ${unheard}.`);
    }
    for (const job of entry.jobs) {
      if (!last.has(blobOf(job))) say(`lost: there is no result of job ${job}.`);
    }
    for (const result of results) checkResult(result, entry, say);
  }
  return problems;
}

/** Whether a result that nobody sent under its name was made from this piece. */
function isOf({ completion, requestSha256 }: Result, { piece }: Entry): boolean {
  const { seed, text = '' } = piece;
  if (completion !== undefined) return completion.id.startsWith(`chatcmpl-${seed}-`);
  return requestSha256 === createHash('sha256').update(text).digest('hex');
}

function checkResult(result: Result, { piece }: Entry, say: (text: string) => void): void {
  const wanted = piece.code === undefined ? 'succeeded' : `failed (${piece.code})`;
  const code = result.error === undefined ? '' : ` (${result.error.code})`;
  const seen = `${result.status}${code}`;
  if (seen !== wanted) say(`it must be ${wanted}, and is ${seen}.`);
  const { completion } = result;
  if (completion !== undefined && !completion.id.startsWith(`chatcmpl-${piece.seed}-`)) {
    say(`its answer is another's: ${completion.id}.`);
  }
}
