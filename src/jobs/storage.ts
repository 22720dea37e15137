import type { TokenCredential } from '@azure/core-auth';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { StorageConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { type Result, type ResultMessage, sha256 } from './result.ts';

const callMs = 10_000;
const resultContainer = 'inference-results';
const resultQueue = 'inference-results';

/** Results in Blob and Queue storage. Every call ends within 10 s and throws `storage_unavailable` when it fails. */
export interface ResultStore {
  /** `container/blob` of a job's result. */
  pathOf(job: string): string;
  read(job: string): Promise<Result | undefined>;
  /** Writes the result unless there is one; false when there is. */
  writeOnce(result: Result): Promise<boolean>;
  send(message: ResultMessage): Promise<void>;
}

/** Opens the stores; containers and queues exist already (infrastructure, or the local stack, makes them). */
export function openResultStore(config: StorageConfig, credential: TokenCredential): ResultStore {
  const { blobs, queues } = connect(config, credential);
  const container = blobs.getContainerClient(resultContainer);
  const queue = queues.getQueueClient(resultQueue);
  const blobOf = (job: string) => container.getBlockBlobClient(`${sha256(job)}.json`);
  return {
    pathOf: (job) => `${resultContainer}/${blobOf(job).name}`,
    read: (job) =>
      bounded(async (abortSignal) => {
        try {
          const bytes = await blobOf(job).downloadToBuffer(0, undefined, { abortSignal });
          return JSON.parse(bytes.toString('utf8')) as Result; // ours: nobody else writes there
        } catch (thrown) {
          if (statusOf(thrown) === 404) return undefined;
          throw thrown;
        }
      }),
    writeOnce: (result) =>
      bounded(async (abortSignal) => {
        const body = Buffer.from(JSON.stringify(result), 'utf8');
        try {
          await blobOf(result.job).uploadData(body, {
            abortSignal,
            conditions: { ifNoneMatch: '*' },
            blobHTTPHeaders: { blobContentType: 'application/json' },
          });
          return true;
        } catch (thrown) {
          if (statusOf(thrown) === 409 || statusOf(thrown) === 412) return false;
          throw thrown;
        }
      }),
    send: (message) =>
      bounded(async (abortSignal) => {
        await queue.sendMessage(JSON.stringify(message), { abortSignal });
      }),
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
