import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

const queues = ['inference-requests', 'inference-requests-poison', 'inference-results'];
const containers = ['inference-requests', 'inference-results'];
/** Of limits of callers. */
const table = 'callers';

/**
 * Creates the queues and containers that Bicep creates in Azure, with `tables` the table too; existing ones stay
 * unchanged. Rejects with one line that holds nothing of the storage's address or error text.
 */
export async function createStorage(
  connectionString: string,
  { tables = false } = {},
): Promise<void> {
  try {
    await create(connectionString);
    if (tables) await createTable(connectionString);
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

/** A table that is there is no error of this client. */
async function createTable(connectionString: string): Promise<void> {
  const service = TableServiceClient.fromConnectionString(connectionString, {
    allowInsecureConnection: true, // the emulator's
  });
  await service.createTable(table, { abortSignal: AbortSignal.timeout(60_000) });
}
