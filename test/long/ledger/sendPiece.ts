import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hangMs } from '../../time/hangMs.ts';
import type { Entry } from './entry.ts';
import type { Piece } from './pieces.ts';
import { postJob } from './postJob.ts';
import type { Clients } from './storage.ts';

/** Where work is sent to. */
export interface Target extends Clients {
  /** Base URLs of the app's instances. */
  readonly apps: readonly string[];
}

const callMs = 10_000;
const betweenMs = 1_000;
const limitMs = 600_000;

/**
 * Sends a piece until it is known to have arrived, as services do whose work must not be lost, and notes in its entry what
 * its sender knows then. Throws when it never arrives.
 */
export async function sendPiece(entry: Entry, { apps, ...storage }: Target): Promise<void> {
  const { piece } = entry;
  const { text } = piece;
  if (text === undefined) {
    entry.jobs.add(await postJob(apps, piece, limitMs));
    return;
  }
  const end = performance.now() + hangMs(limitMs);
  for (;;) {
    let underWay = false;
    try {
      if (piece.inBlob) await writeRequest(piece, storage);
      underWay = true;
      const queue = storage.queues.getQueueClient('inference-requests');
      const { messageId } = await queue.sendMessage(text, limit());
      entry.jobs.add(piece.job ?? `message-${messageId}`);
      return;
    } catch {
      if (underWay) entry.unacknowledged += 1;
      if (performance.now() > end) throw new Error('storage never took it');
      await sleep(betweenMs);
    }
  }
}

/** The request of a piece where its message says that it lies. */
async function writeRequest({ job = '', request }: Piece, { blobs }: Clients): Promise<void> {
  const body = JSON.stringify({
    job,
    request,
    requestSha256: sha256(JSON.stringify(request)),
    acceptedAt: new Date().toISOString(),
  });
  await blobs
    .getContainerClient('inference-requests')
    .getBlockBlobClient(`${sha256(job)}.json`)
    .upload(body, Buffer.byteLength(body), limit());
}

function limit() {
  return { abortSignal: AbortSignal.timeout(hangMs(callMs)) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
