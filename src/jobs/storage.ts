import type { TokenCredential } from '@azure/core-auth';
import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { StorageConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import type { JobMessage } from './message.ts';
import type { FoundRequest, StoredRequest } from './request.ts';
import { type Result, type ResultMessage, sha256 } from './result.ts';

const callMs = 10_000;
const requests = 'inference-requests';
const results = 'inference-results';
const poison = 'inference-requests-poison';

/**
 * Jobs in Blob and Queue storage: a request and a result are a blob each, written once, named by the SHA-256 of the job.
 * Every call ends within 10 s and throws `storage_unavailable` when it fails.
 */
export interface JobStore {
  readRequest(job: string): Promise<FoundRequest | undefined>;
  /** Writes the request unless there is one; false when there is. */
  writeRequest(request: StoredRequest): Promise<boolean>;
  /** Notes on the request that its message has been sent. */
  markEnqueued(job: string): Promise<void>;
  enqueue(message: JobMessage): Promise<void>;
  /** Sends a text to the poison queue, to be seen after so many seconds. */
  enqueuePoison(text: string, delaySeconds: number): Promise<void>;
  readResult(job: string): Promise<Result | undefined>;
  /** Writes the result unless there is one; false when there is. */
  writeResult(result: Result): Promise<boolean>;
  /** `container/blob` of a job's result. */
  resultPath(job: string): string;
  sendResult(message: ResultMessage): Promise<void>;
}

/** Opens the store; containers and queues exist already (infrastructure, or the local stack, makes them). */
export function openJobStore(config: StorageConfig, credential: TokenCredential): JobStore {
  const { blobs, queues } = connect(config, credential);
  const nameOf = (job: string) => `${sha256(job)}.json`;
  const blobOf = (container: string, job: string) =>
    blobs.getContainerClient(container).getBlockBlobClient(nameOf(job));
  const send = (queue: string, text: string, visibilityTimeout = 0) =>
    bounded(async (abortSignal) => {
      await queues.getQueueClient(queue).sendMessage(text, { abortSignal, visibilityTimeout });
    });
  return {
    async readRequest(job) {
      const found = await read<StoredRequest>(blobOf(requests, job));
      return found && { request: found.value, enqueued: found.metadata?.enqueued === 'true' };
    },
    writeRequest: (request) => writeOnce(blobOf(requests, request.job), request),
    markEnqueued: (job) =>
      bounded(async (abortSignal) => {
        await blobOf(requests, job).setMetadata({ enqueued: 'true' }, { abortSignal });
      }),
    enqueue: (message) => send(requests, JSON.stringify(message)),
    enqueuePoison: (text, delaySeconds) => send(poison, text, delaySeconds),
    readResult: async (job) => (await read<Result>(blobOf(results, job)))?.value,
    // The code is on the blob as well: a replay finds what it takes by listing.
    writeResult: (result) =>
      writeOnce(
        blobOf(results, result.job),
        result,
        result.status === 'failed' ? { code: result.error.code } : {},
      ),
    resultPath: (job) => `${results}/${nameOf(job)}`,
    sendResult: (message) => send(results, JSON.stringify(message)),
  };
}

function connect(config: StorageConfig, credential: TokenCredential) {
  const retryOptions = { maxTries: 3, tryTimeoutInMs: 3_000, maxRetryDelayInMs: 1_000 };
  return 'connectionString' in config
    ? {
        blobs: BlobServiceClient.fromConnectionString(config.connectionString, { retryOptions }),
        queues: QueueServiceClient.fromConnectionString(config.connectionString, { retryOptions }),
      }
    : {
        blobs: new BlobServiceClient(config.blobServiceUri, credential, { retryOptions }),
        queues: new QueueServiceClient(config.queueServiceUri, credential, { retryOptions }),
      };
}

/** A blob's JSON, which is ours: nobody else writes there. */
function read<T>(
  blob: BlockBlobClient,
): Promise<{ value: T; metadata: Record<string, string> | undefined } | undefined> {
  return bounded(async (abortSignal) => {
    try {
      const { metadata, readableStreamBody } = await blob.download(0, undefined, { abortSignal });
      const chunks: Buffer[] = [];
      for await (const chunk of readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
      return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) as T, metadata };
    } catch (thrown) {
      if (statusOf(thrown) === 404) return undefined;
      throw thrown;
    }
  });
}

function writeOnce(
  blob: BlockBlobClient,
  value: unknown,
  metadata: Record<string, string> = {},
): Promise<boolean> {
  return bounded(async (abortSignal) => {
    const body = Buffer.from(JSON.stringify(value), 'utf8');
    try {
      await blob.upload(body, body.byteLength, {
        abortSignal,
        metadata,
        conditions: { ifNoneMatch: '*' },
        blobHTTPHeaders: { blobContentType: 'application/json' },
      });
      return true;
    } catch (thrown) {
      if (statusOf(thrown) === 409 || statusOf(thrown) === 412) return false;
      throw thrown;
    }
  });
}

/** One storage operation, retries included, within 10 s; a foreign error keeps nothing of its text. */
async function bounded<T>(call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await call(AbortSignal.timeout(callMs));
  } catch {
    throw new AppError('storage_unavailable', 'The storage for jobs could not be reached.', {
      retryAfterMs: 5_000,
    });
  }
}

function statusOf(thrown: unknown): unknown {
  return thrown instanceof Error ? Reflect.get(thrown, 'statusCode') : undefined;
}
