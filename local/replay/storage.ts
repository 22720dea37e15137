import { join } from 'node:path';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { parseConfig, type StorageConfig } from '../../src/config.ts';
import { createCredential } from '../../src/identity.ts';
import { readReadyFile } from '../stack/readyFile.ts';
import { root } from '../stack/root.ts';
import { loadSettings } from '../stack/settings.ts';

/** An error in one line for the user. */
export class ReplayError extends Error {}

/** The places of the app's jobs and results. */
export interface Storage {
  readonly requests: ContainerClient;
  readonly results: ContainerClient;
  readonly queue: QueueClient;
}

/** Opens the storage that the app's settings name. Throws a {@link ReplayError}. */
export async function openStorage(): Promise<Storage> {
  const { storage, managedIdentity } = settings();
  if (storage === undefined) throw new ReplayError('AzureWebJobsStorage is not set.');
  const { blobs, queues } = await connect(storage, managedIdentity);
  return {
    requests: blobs.getContainerClient('inference-requests'),
    results: blobs.getContainerClient('inference-results'),
    queue: queues.getQueueClient('inference-requests'),
  };
}

/** The app's own settings; problems are reported by name, never by value. */
function settings() {
  try {
    return parseConfig({ ...process.env, ...loadSettings(root, process.env) }, 'replay');
  } catch (error) {
    throw new ReplayError(error instanceof Error ? error.message : '');
  }
}

async function connect(storage: StorageConfig, managedIdentity: boolean) {
  if ('connectionString' in storage) {
    // The running stack may have its storage on other ports than the emulator's own.
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
