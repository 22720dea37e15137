import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

const queues = ['inference-requests', 'inference-requests-poison', 'inference-results'];
const containers = ['inference-requests', 'inference-results'];
const table = 'callers';

/**
 * Creates the queues and containers that Bicep creates in Azure, with `tables` the table of callers too; existing ones
 * stay unchanged. Rejects with one line that holds nothing of the storage's address or error text.
 */
export async function createStorage(
  connectionString: string,
  { tables = false } = {},
): Promise<void> {
  try {
    // Without callers a storage needs no tables, and a connection string may name none.
    await Promise.all([
      create(connectionString),
      ...(tables ? [createTable(connectionString)] : []),
    ]);
  } catch (error) {
    const status = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
    const what = status === undefined ? 'could not be reached' : `answered with status ${status}`;
    throw new Error(`The storage that AzureWebJobsStorage names ${what}.`);
  }
}

async function create(connectionString: string): Promise<void> {
  const queueService = QueueServiceClient.fromConnectionString(connectionString);
  const blobService = BlobServiceClient.fromConnectionString(connectionString);
  const abortSignal = AbortSignal.timeout(60_000);
  await Promise.all([
    ...queues.map((name) => queueService.getQueueClient(name).createIfNotExists({ abortSignal })),
    ...containers.map((name) =>
      blobService.getContainerClient(name).createIfNotExists({ abortSignal }),
    ),
  ]);
}

async function createTable(connectionString: string): Promise<void> {
  const client = TableClient.fromConnectionString(connectionString, table, {
    allowInsecureConnection: true, // the emulator's
  });
  await client.createTable({ abortSignal: AbortSignal.timeout(60_000) }); // an existing one is no error
}
