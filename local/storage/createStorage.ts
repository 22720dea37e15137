import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

const queues = ['inference-requests', 'inference-requests-poison', 'inference-results'];
const containers = ['inference-requests', 'inference-results'];
const table = 'callers';

/**
 * Creates the queues, containers and table that Bicep creates in Azure; existing ones stay unchanged. Rejects with one line
 * that holds nothing of the storage's address or error text.
 */
export async function createStorage(connectionString: string): Promise<void> {
  try {
    await create(connectionString);
  } catch (error) {
    const status = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
    const what = status === undefined ? 'could not be reached' : `answered with status ${status}`;
    throw new Error(`The storage that AzureWebJobsStorage names ${what}.`);
  }
}

async function create(connectionString: string): Promise<void> {
  const queueService = QueueServiceClient.fromConnectionString(connectionString);
  const blobService = BlobServiceClient.fromConnectionString(connectionString);
  const limits = TableClient.fromConnectionString(connectionString, table, {
    allowInsecureConnection: true,
  });
  const abortSignal = AbortSignal.timeout(60_000);
  await Promise.all([
    ...queues.map((name) => queueService.getQueueClient(name).createIfNotExists({ abortSignal })),
    ...containers.map((name) =>
      blobService.getContainerClient(name).createIfNotExists({ abortSignal }),
    ),
    limits.createTable({ abortSignal }), // an existing one is no error
  ]);
}
