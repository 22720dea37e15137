import { startChildPart } from '../process/childPart.ts';

export interface AzuriteOptions {
  /** 0 for any free port. */
  ports: { blob: number; queue: number; table: number };
  /** The folder that keeps its data; absent: in memory. */
  location?: string;
  /** Called once if Azurite ends by itself. */
  onExit: (reason: string) => void;
  /** Called with a line when it can no longer store data. */
  onTrouble?: (line: string) => void;
}

export interface Azurite {
  /** With explicit endpoints, for any storage SDK. */
  readonly connectionString: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

// The account of every storage emulator, published in its documentation, so no secret.
const account = 'devstoreaccount1';
const accountKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Starts Azurite on 127.0.0.1. Rejects with a PortTakenError or one line that says why it did not start. */
export async function startAzurite({
  ports,
  location,
  onExit,
  onTrouble,
}: AzuriteOptions): Promise<Azurite> {
  const part = await startChildPart({
    name: 'Azurite',
    module: new URL('./server.ts', import.meta.url),
    args: [
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
      ...['--blobPort', String(ports.blob)],
      ...['--queuePort', String(ports.queue)],
      ...['--tablePort', String(ports.table)],
      ...(location ? ['--location', location] : ['--inMemoryPersistence']),
    ],
    readReady: readConnectionString,
    onExit,
    ...(onTrouble && { onTrouble }),
  });
  return { connectionString: part.ready, pid: part.pid, stop: part.stop };
}

function readConnectionString(lines: readonly string[]): string | undefined {
  const text = lines.join('\n');
  const endpoint = (service: string) =>
    new RegExp(`${service} service is successfully listening at (\\S+)`).exec(text)?.[1];
  const [blob, queue, table] = [endpoint('Blob'), endpoint('Queue'), endpoint('Table')];
  if (!blob || !queue || !table) return;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${accountKey}`,
    `BlobEndpoint=${blob}/${account}`,
    `QueueEndpoint=${queue}/${account}`,
    `TableEndpoint=${table}/${account}`,
  ].join(';');
}
