import type { JobMessage } from '../../src/jobs/message.ts';
import type { Result } from '../../src/jobs/result.ts';
import type { Storage } from './storage.ts';

const callMs = 10_000;
/**
 * The message is sent first, visible only after the result is deleted. If the replay stops in between, the job keeps
 * its failed result and can be replayed.
 */
const hiddenSeconds = 15;

/** A failed result that a replay may take. */
export interface Failed {
  readonly blob: string;
  readonly job: string;
  readonly etag: string;
  readonly traceparent: string | undefined;
  readonly caller: string | undefined;
  readonly failedAt: string;
}

/**
 * The result blobs of given-up jobs, not older than `since`. `onScanned` is called for each result that is looked at.
 * Rejects with the storage's error.
 */
export async function* listFailed(
  { results }: Storage,
  since: Date | undefined,
  onScanned: () => void,
): AsyncGenerator<string> {
  for await (const { name, metadata, properties } of results.listBlobsFlat({
    includeMetadata: true,
  })) {
    onScanned();
    const tooOld = since !== undefined && properties.lastModified < since;
    if (isReplayed(metadata?.code) && !tooOld) yield name;
  }
}

/**
 * Reads a result that a replay may take; undefined when it is none, or another replay has taken it. Rejects with the
 * storage's error.
 */
export async function readFailed({ results }: Storage, blob: string): Promise<Failed | undefined> {
  const client = results.getBlobClient(blob);
  try {
    const { etag } = await client.getProperties({ abortSignal: AbortSignal.timeout(callMs) });
    if (etag === undefined) return undefined;
    const bytes = await client.downloadToBuffer(0, undefined, {
      abortSignal: AbortSignal.timeout(callMs),
      conditions: { ifMatch: etag },
    });
    const result = JSON.parse(bytes.toString('utf8')) as Result;
    if (result.status !== 'failed' || !isReplayed(result.error.code)) return undefined;
    const { job, traceparent, caller, createdAt } = result;
    return { blob, job, etag, traceparent, caller, failedAt: createdAt };
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 412) return undefined; // another replay took it
    throw error;
  }
}

/** Sends a job again; returns the reason when it cannot. Rejects with the storage's error. */
export async function replay(
  { requests, results, queue }: Storage,
  { job, blob, etag, traceparent, caller }: Failed,
): Promise<string | undefined> {
  const abortSignal = AbortSignal.timeout(3 * callMs);
  if (!(await requests.getBlobClient(blob).exists({ abortSignal }))) {
    return 'its request is no longer stored';
  }
  const message: JobMessage = {
    job,
    requestBlob: true,
    traceparent,
    ...(caller !== undefined && { caller }),
  };
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

/** The status of the storage's answer; undefined without one. */
export function statusOf(thrown: unknown): unknown {
  return thrown instanceof Error ? Reflect.get(thrown, 'statusCode') : undefined;
}

const replayed: ReadonlySet<string> = new Set([
  'retries_exhausted',
  'rate_limit_exceeded',
  'caller_rate_limited',
  'caller_budget_exceeded',
]);

/** Whether jobs that failed with a code may go well now: those that met faults or limits until their time was over. */
function isReplayed(code: string | undefined): boolean {
  return code !== undefined && replayed.has(code);
}
