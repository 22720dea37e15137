import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../parties/startProcess.ts';

/** What the receiver says of itself. */
interface Status {
  readonly pid: number;
  readonly rows: number;
  readonly residentMiB: number;
  readonly heapMiB: number;
  readonly cpuMs: number;
}

/** A running receiver. */
export interface Receiver {
  readonly url: string;
  status(): Promise<Status>;
}

/** Runs `work` with an empty receiver. */
export async function withReceiver<Found>(
  work: (receiver: Receiver) => Promise<Found>,
): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'callspan-bench-insights-'));
  try {
    return await withReceiverOf(join(folder, 'insights.db'), work);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Runs `work` with a receiver that keeps its rows in a file. */
export async function withReceiverOf<Found>(
  file: string,
  work: (receiver: Receiver) => Promise<Found>,
): Promise<Found> {
  const { ready, run, stop } = await startProcess<{ url: string }, object, Status>(
    new URL('receiver.ts', import.meta.url),
    {},
    [file],
  );
  try {
    return await work({ url: ready.url, status: () => run({}) });
  } finally {
    await stop();
  }
}
