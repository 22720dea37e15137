import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { readReadyFile } from '../local/readyFile.ts';
import { loadSettings } from '../local/settings.ts';
import { root } from '../local/stack.ts';
import { parseConfig, type StorageConfig } from '../src/config.ts';
import { createCredential } from '../src/identity.ts';
import type { JobMessage } from '../src/jobs/message.ts';
import type { Result } from '../src/jobs/result.ts';
import { sha256 } from '../src/values/sha256.ts';

const usage =
  'npm run replay -- [--since 2026-01-31T12:00Z | 90m | 6h | 2d] [--job JOB] [--dry-run]';

/** Sent first, seen only after the result is gone: stopped in between, the job keeps its failed result and can be replayed. */
const hiddenSeconds = 15;
const callMs = 10_000;
const atOnce = 8;

class ReplayError extends Error {}

/** A failed result that a replay may take. */
interface Failed {
  readonly blob: string;
  readonly job: string;
  readonly etag: string;
  readonly traceparent: string | undefined;
  readonly failedAt: string;
}

interface Storage {
  readonly requests: ContainerClient;
  readonly results: ContainerClient;
  readonly queue: QueueClient;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof ReplayError ? error.message : toLine(error));
  process.exitCode = 1;
}

/** Takes the results with `retries_exhausted`, and sends their jobs to the queue anew. */
async function main(): Promise<void> {
  const { since, job, dryRun } = readArguments();
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
      },
    });
    return { since: toTime(values.since), job: values.job, dryRun: values['dry-run'] };
  } catch (error) {
    throw new ReplayError(`${error instanceof Error ? error.message : ''}\n${usage}`);
  }
}

/** A time, or how long ago: `90m`, `6h`, `2d`. */
function toTime(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ''];
  const time =
    unitMs === undefined ? new Date(text) : new Date(Date.now() - Number(amount) * unitMs);
  if (Number.isNaN(time.getTime())) throw new Error('--since is neither a time nor 90m, 6h or 2d.');
  return time;
}

async function openStorage(): Promise<Storage> {
  const { storage, managedIdentity } = settings();
  if (storage === undefined) throw new ReplayError('AzureWebJobsStorage is not set.');
  const { blobs, queues } = await connect(storage, managedIdentity);
  return {
    requests: blobs.getContainerClient('inference-requests'),
    results: blobs.getContainerClient('inference-results'),
    queue: queues.getQueueClient('inference-requests'),
  };
}

/** The app's own; what is wrong with them is told by name, never by value. */
function settings() {
  try {
    return parseConfig({ ...process.env, ...loadSettings(root, process.env) }, 'replay');
  } catch (error) {
    throw new ReplayError(error instanceof Error ? error.message : '');
  }
}

async function connect(storage: StorageConfig, managedIdentity: boolean) {
  if ('connectionString' in storage) {
    // The stack that runs here may have its storage on other ports than the emulator's own.
    const running = await readReadyFile(join(root, '.local', 'ready.json'));
    const isEmbedded = storage.connectionString === 'UseDevelopmentStorage=true';
    const text = (isEmbedded && running?.storage) || storage.connectionString;
    return {
      blobs: BlobServiceClient.fromConnectionString(text),
      queues: QueueServiceClient.fromConnectionString(text),
    };
  }
  const credential = createCredential(managedIdentity, storage.clientId);
  return {
    blobs: new BlobServiceClient(storage.blobServiceUri, credential),
    queues: new QueueServiceClient(storage.queueServiceUri, credential),
  };
}

async function* listFailed(
  { results }: Storage,
  since: Date | undefined,
  onScanned: () => void,
): AsyncGenerator<string> {
  for await (const { name, metadata, properties } of results.listBlobsFlat({
    includeMetadata: true,
  })) {
    onScanned();
    const tooOld = since !== undefined && properties.lastModified < since;
    if (metadata?.code === 'retries_exhausted' && !tooOld) yield name;
  }
}

async function readFailed({ results }: Storage, blob: string): Promise<Failed | undefined> {
  const client = results.getBlobClient(blob);
  try {
    const { etag } = await client.getProperties({ abortSignal: AbortSignal.timeout(callMs) });
    if (etag === undefined) return undefined;
    const bytes = await client.downloadToBuffer(0, undefined, {
      abortSignal: AbortSignal.timeout(callMs),
      conditions: { ifMatch: etag },
    });
    const result = JSON.parse(bytes.toString('utf8')) as Result;
    if (result.status !== 'failed' || result.error.code !== 'retries_exhausted') return undefined;
    const { job, traceparent, createdAt } = result;
    return { blob, job, etag, traceparent, failedAt: createdAt };
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 412) return undefined; // replayed by somebody else
    throw error;
  }
}

/** Sends a job anew; why not, when it cannot be. */
async function replay(
  { requests, results, queue }: Storage,
  { job, blob, etag, traceparent }: Failed,
): Promise<string | undefined> {
  const abortSignal = AbortSignal.timeout(3 * callMs);
  if (!(await requests.getBlobClient(blob).exists({ abortSignal }))) {
    return 'its request is no longer stored';
  }
  const message: JobMessage = { job, requestBlob: true, traceparent };
  await queue.sendMessage(JSON.stringify(message), {
    abortSignal,
    visibilityTimeout: hiddenSeconds,
  });
  try {
    await results.getBlobClient(blob).delete({ abortSignal, conditions: { ifMatch: etag } });
    return undefined;
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 412) return 'its result changed meanwhile';
    throw error;
  }
}

function statusOf(thrown: unknown): unknown {
  return thrown instanceof Error ? Reflect.get(thrown, 'statusCode') : undefined;
}

/** What is wrong with the storage, without its address or key. */
function toLine(error: unknown): string {
  const status = statusOf(error);
  if (status !== undefined) return `The storage answered with status ${status}.`;
  return 'The storage could not be reached: check AzureWebJobsStorage, and that it runs.';
}
