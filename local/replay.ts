import { parseArgs } from 'node:util';
import { sha256 } from '../src/values/sha256.ts';
import { listFailed, readFailed, replay, statusOf } from './replay/failedJobs.ts';
import { openStorage, ReplayError } from './replay/storage.ts';

const usage =
  'npm run replay -- [--since 2026-01-31T12:00Z | 90m | 6h | 2d] [--job JOB] [--dry-run]';

const atOnce = 8;

try {
  await main();
} catch (error) {
  console.error(error instanceof ReplayError ? error.message : toLine(error));
  process.exitCode = 1;
}

/** Takes the results of jobs that met faults or limits until their time was over, and sends the jobs to the queue again. */
async function main(): Promise<void> {
  const { since, job, dryRun, help } = readArguments();
  if (help) return console.log(usage);
  const storage = await openStorage();
  let scanned = 0;
  const counts = { replayed: 0, skipped: 0 };
  const show = (line: string) => console.log(line);
  const take = async (blob: string) => {
    const failed = await readFailed(storage, blob);
    if (failed === undefined) return;
    const problem = dryRun ? undefined : await replay(storage, failed);
    if (problem === undefined) counts.replayed += 1;
    else counts.skipped += 1;
    const what = problem === undefined ? (dryRun ? 'would replay' : 'replayed') : 'skipped';
    show(`${what} ${failed.job}, failed ${failed.failedAt}${problem ? `: ${problem}` : ''}`);
  };
  if (job !== undefined) {
    await take(`${sha256(job)}.json`);
  } else {
    let running: Promise<void>[] = [];
    for await (const blob of listFailed(storage, since, () => {
      scanned += 1;
      if (scanned % 1_000 === 0) console.error(`${scanned} results scanned …`);
    })) {
      running.push(take(blob));
      if (running.length < atOnce) continue;
      await Promise.all(running);
      running = [];
    }
    await Promise.all(running);
  }
  const verb = dryRun ? 'would be replayed' : 'replayed';
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  show(`${counts.replayed} ${counts.replayed === 1 ? 'job' : 'jobs'} ${verb}${skipped}.`);
  if (counts.skipped > 0) process.exitCode = 1;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        since: { type: 'string' },
        job: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { job, help, 'dry-run': dryRun } = values;
    return { since: toTime(values.since), job, dryRun, help };
  } catch (error) {
    throw new ReplayError(`${error instanceof Error ? error.message : ''}\n${usage}`);
  }
}

/** A time, or an age: `90m`, `6h`, `2d`. */
function toTime(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ''];
  const time =
    unitMs === undefined ? new Date(text) : new Date(Date.now() - Number(amount) * unitMs);
  if (Number.isNaN(time.getTime())) throw new Error('--since is neither a time nor 90m, 6h or 2d.');
  return time;
}

/** The problem with the storage, without its address or key. */
function toLine(error: unknown): string {
  const status = statusOf(error);
  if (status !== undefined) return `The storage answered with status ${status}.`;
  return 'The storage could not be reached: check AzureWebJobsStorage, and that it runs.';
}
