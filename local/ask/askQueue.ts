import { createHash } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { Answered } from './answered.ts';
import { toText } from './chatApi.ts';

/** The places where jobs go and results arrive. */
export interface JobStorage {
  readonly queue: QueueClient;
  readonly results: ContainerClient;
}

const retryOptions = { maxTries: 1 }; // the calling code decides whether to try again
const callMs = 10_000;

/** The storage of a connection string with endpoints. */
export function openStorage(connectionString: string): JobStorage {
  return toJobStorage(
    QueueServiceClient.fromConnectionString(connectionString, { retryOptions }),
    BlobServiceClient.fromConnectionString(connectionString),
  );
}

/** A storage account of Azure by its name, with the user's sign-in. */
export function openAccount(account: string, credential: TokenCredential): JobStorage {
  const url = (service: string) => `https://${account}.${service}.core.windows.net`;
  return toJobStorage(
    new QueueServiceClient(url('queue'), credential, { retryOptions }),
    new BlobServiceClient(url('blob'), credential),
  );
}

function toJobStorage(queues: QueueServiceClient, blobs: BlobServiceClient): JobStorage {
  return {
    queue: queues.getQueueClient('inference-requests'),
    results: blobs.getContainerClient('inference-results'),
  };
}

/** Puts a request on the queue as a job with this name; rejects with the storage's error. */
export async function sendJob({ queue }: JobStorage, job: string, request: object): Promise<void> {
  await queue.sendMessage(JSON.stringify({ job, request }), {
    abortSignal: AbortSignal.timeout(callMs),
  });
}

/** The result of a job; undefined until it is known. Rejects with the storage's error. */
export async function readResult(
  { results }: JobStorage,
  job: string,
): Promise<Answered | undefined> {
  const result = results.getBlobClient(`${createHash('sha256').update(job).digest('hex')}.json`);
  const abortSignal = AbortSignal.timeout(callMs);
  if (!(await result.exists({ abortSignal }))) return undefined;
  const bytes = await result.downloadToBuffer(0, undefined, { abortSignal });
  const stored = JSON.parse(bytes.toString('utf8'));
  return { ...toText(stored.completion ?? stored), session: stored.sessionId };
}
