import { randomUUID } from 'node:crypto';
import type { BesideApp } from '../../app.ts';
import { TryRefused } from './parseTry.ts';

/** What a message of Azure Storage holds at most, as sent (docs/api.md, "The queue"). */
const maxMessage = 64 * 1024;
const sendMs = 10_000;

/** Puts a request on the app's queue, as any sender would; gives the name of its job. Throws a {@link TryRefused}. */
export async function enqueue(
  sendToQueue: NonNullable<BesideApp['sendToQueue']>,
  caller: string | undefined,
  request: object,
  conversation: string | undefined,
): Promise<string> {
  const job = `try-${randomUUID()}`;
  const message = JSON.stringify({
    job,
    request,
    ...(conversation && { conversation }),
    ...(caller && { caller }), // else nobody could read its job
  });
  if (Buffer.byteLength(message) > maxMessage) {
    throw new TryRefused(413, 'A queue message holds at most 64 KiB: send this one as a job.');
  }
  try {
    await sendToQueue(message, AbortSignal.timeout(sendMs));
  } catch {
    // Its own words may hold the connection string.
    throw new TryRefused(502, 'The queue inference-requests does not answer.');
  }
  return job;
}
