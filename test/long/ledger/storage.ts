import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../../../local/storage/azurite.ts';
import { createStorage } from '../../../local/storage/createStorage.ts';
import { startGate } from './gate.ts';

/** Clients of the storage that try each call once. */
export interface Clients {
  readonly blobs: BlobServiceClient;
  readonly queues: QueueServiceClient;
}

/** Azurite behind gates: one that was killed forgets what it last said it had, which no storage of Azure's does. */
export interface Storage extends Clients {
  readonly connectionString: string;
  /** Shuts it: every connection is reset until `comeBack`. */
  goAway(): void;
  comeBack(): void;
  /** Stops its process: it takes connections and answers nothing until `goOn`; then it does what it was asked meanwhile. */
  halt(): void;
  goOn(): void;
  stop(): Promise<void>;
}

/** Starts it with the queues and containers that the app needs. */
export async function startStorage(): Promise<Storage> {
  const azurite = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 }, onExit: () => {} });
  const portOf = (service: string) =>
    Number(new RegExp(`${service}Endpoint=http://127.0.0.1:(\\d+)`).exec(direct)?.[1]);
  const direct = azurite.connectionString;
  const ports = [portOf('Blob'), portOf('Queue')];
  const gates = await Promise.all(ports.map(startGate));
  const connectionString = gates.reduce(
    (text, { port }, index) => text.replace(`:${ports[index]}/`, `:${port}/`),
    direct,
  );
  await createStorage(connectionString);
  const signal = (name: NodeJS.Signals) => {
    if (azurite.pid !== undefined) process.kill(azurite.pid, name);
  };
  const once = { retryOptions: { maxTries: 1 } };
  return {
    connectionString,
    blobs: BlobServiceClient.fromConnectionString(connectionString, once),
    queues: QueueServiceClient.fromConnectionString(connectionString, once),
    goAway() {
      for (const gate of gates) gate.shut();
    },
    comeBack() {
      for (const gate of gates) gate.open();
    },
    halt: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
    async stop() {
      for (const gate of gates) gate.stop();
      signal('SIGCONT');
      await azurite.stop();
    },
  };
}
