import { createServer } from 'node:net';

/** The ports that `npm start` takes; 0 means any free one. Storage is the blob port: queue is +1 and table +2. */
export interface Ports {
  app: number;
  insights: number;
  model: number;
  storage: number;
}

export const defaultPorts: Readonly<Ports> = {
  app: 7071,
  insights: 7072,
  model: 7073,
  storage: 10_000,
};

/** Thrown for a port that something else listens on. The message is one line, and names the flag where `flagOf` knows it. */
export class PortTakenError extends Error {
  readonly port: number;

  constructor(port: number, flag?: string) {
    super(`Port ${port} is taken${flag ? `: choose another with ${flag}` : ''}.`);
    this.port = port;
  }
}

/** The ports of Azurite's three services; 0 for each when any will do. */
export function storagePorts(storage: number): { blob: number; queue: number; table: number } {
  return storage === 0
    ? { blob: 0, queue: 0, table: 0 }
    : { blob: storage, queue: storage + 1, table: storage + 2 };
}

/**
 * Throws a PortTakenError when one of the ports is taken. Checked before anything starts, so that a second `npm start`
 * stops at once and does not touch the data of the first.
 */
export async function checkPorts(ports: Partial<Ports>): Promise<void> {
  await Promise.all(
    listFlags(ports).map(async ([port, flag]) => {
      if (!(await isFree(port))) throw new PortTakenError(port, flag);
    }),
  );
}

/** The port of a flag; throws a line for the developer. Two more may follow it, as storage's do. */
export function toPort(flag: string, value: string | undefined, standard: number): number {
  const port = Number(value ?? standard);
  if (!/^\d+$/.test(`${value ?? standard}`) || port > 65_533) {
    throw new Error(`${flag} must be a port from 0 to 65533.`);
  }
  return port;
}

/** The error to show; it names the flag when the port was taken after the check of `checkPorts`. */
export function withFlag(error: unknown, ports: Partial<Ports>): unknown {
  const port = takenPort(error);
  if (port === undefined) return error;
  const flag = listFlags(ports).find(([candidate]) => candidate === port)?.[1];
  return new PortTakenError(port, flag);
}

function takenPort(error: unknown): number | undefined {
  if (error instanceof PortTakenError) return error.port;
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return;
  return 'port' in error && typeof error.port === 'number' ? error.port : undefined;
}

function listFlags(ports: Partial<Ports>): [number, string][] {
  const { blob, queue, table } = storagePorts(ports.storage ?? 0);
  const storage = '--storage-port (blob; queue +1, table +2)';
  const all: [number, string][] = [
    [ports.app ?? 0, '--app-port'],
    [ports.insights ?? 0, '--insights-port'],
    [ports.model ?? 0, '--model-port'],
    [blob, storage],
    [queue, storage],
    [table, storage],
  ];
  return all.filter(([port]) => port !== 0);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
