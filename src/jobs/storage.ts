import type { TokenCredential } from '@azure/core-auth';
import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { StorageConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { callWithin } from '../values/callWithin.ts';
import { isBug } from '../values/isBug.ts';
import { sha256 } from '../values/sha256.ts';
import type { JobMessage } from './message.ts';
import { type FoundRequest, type StoredRequest, toStoredRequest } from './request.ts';
import type { Result, ResultMessage } from './result.ts';

const callMs = 10_000;
const requests = 'inference-requests';
const results = 'inference-results';
const poison = 'inference-requests-poison';

/**
 * Jobs in Blob and Queue storage: a request and a result are a blob each, written once, named by the SHA-256 of
 * the job. Every call ends within 10 s and throws `storage_unavailable` with its cause when storage fails; a
 * bug of ours is thrown unchanged.
 */
export interface JobStore {
  readRequest(job: string): Promise<FoundRequest | undefined>;
  /** Writes the request unless there is one; false when there is. */
  writeRequest(request: StoredRequest): Promise<boolean>;
  /** Notes on the request that its message has been sent. */
  markEnqueued(job: string): Promise<void>;
  /** Sends a message to our own queue, visible after a number of seconds. */
  enqueue(message: JobMessage, delaySeconds: number): Promise<void>;
  /** Sends a text to the poison queue, visible after a number of seconds. */
  enqueuePoison(text: string, delaySeconds: number): Promise<void>;
  readResult(job: string): Promise<Result | undefined>;
  /** Writes the result unless there is one; false when there is. */
  writeResult(result: Result): Promise<boolean>;
  /** `container/blob` of a job's result. */
  resultPath(job: string): string;
  sendResult(message: ResultMessage): Promise<void>;
}

/** Opens the store. Containers and queues exist already: the infrastructure, or the local stack, makes them. */
export function openJobStore(config: StorageConfig, credential: TokenCredential): JobStore {
  const { blobs, queues } = connect(config, credential);
  const nameOf = (job: string) => `${sha256(job)}.json`;
  const blobOf = (container: string, job: string) =>
    blobs.getContainerClient(container).getBlockBlobClient(nameOf(job));
  const send = (queue: string, text: string, visibilityTimeout: number) =>
    bounded(async (abortSignal) => {
      await queues.getQueueClient(queue).sendMessage(text, { abortSignal, visibilityTimeout });
    });
  return {
    async readRequest(job) {
      const found = await read(blobOf(requests, job));
      return (
        found && {
          request: toStoredRequest(job, found.text, found.createdOn),
          enqueued: found.metadata?.enqueued === 'true',
        }
      );
    },
    writeRequest: (request) => writeOnce(blobOf(requests, request.job), request),
    markEnqueued: (job) =>
      bounded(async (abortSignal) => {
        await blobOf(requests, job).setMetadata({ enqueued: 'true' }, { abortSignal });
      }),
    enqueue: (message, delaySeconds) => send(requests, JSON.stringify(message), delaySeconds),
    enqueuePoison: (text, delaySeconds) => send(poison, text, delaySeconds),
    async readResult(job) {
      const found = await read(blobOf(results, job));
      return found && (JSON.parse(found.text) as Result); // it is ours: nobody else writes there
    },
    // The code is on the blob too, so that a replay finds its jobs by listing.
    writeResult: (result) =>
      writeOnce(
        blobOf(results, result.job),
        result,
        result.status === 'failed' ? { code: result.error.code } : {},
      ),
    resultPath: (job) => `${results}/${nameOf(job)}`,
    sendResult: (message) => send(results, JSON.stringify(message), 0),
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

interface BlobRead {
  readonly text: string;
  readonly metadata: Record<string, string> | undefined;
  readonly createdOn: Date | undefined;
}

function read(blob: BlockBlobClient): Promise<BlobRead | undefined> {
  return bounded(async (abortSignal) => {
    try {
      const options = { abortSignal };
      const { metadata, createdOn, readableStreamBody } = await blob.download(
        0,
        undefined,
        options,
      );
      const chunks: Buffer[] = [];
      for await (const chunk of readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
      return { text: Buffer.concat(chunks).toString('utf8'), metadata, createdOn };
    } catch (thrown) {
      // A missing container is not an absent blob, which would mean a job that was never accepted.
      if (statusOf(thrown) === 404 && codeOf(thrown) !== 'ContainerNotFound') return undefined;
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
      if (statusOf(thrown) === 412 || codeOf(thrown) === 'BlobAlreadyExists') return false;
      throw thrown;
    }
  });
}

/** One storage operation, retries included, within 10 s; nothing of a foreign error's text is kept. */
async function bounded<T>(call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await callWithin(callMs, call);
  } catch (thrown) {
    if (isBug(thrown)) throw thrown;
    const said =
      statusOf(thrown) === undefined
        ? 'The storage for jobs could not be reached.'
        : 'The storage for jobs refused the call, or failed at it.';
    throw new AppError('storage_unavailable', said, { retryAfterMs: 5_000, cause: thrown });
  }
}

function statusOf(thrown: unknown): unknown {
  return thrown instanceof Error ? Reflect.get(thrown, 'statusCode') : undefined;
}

/** https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined;
}
