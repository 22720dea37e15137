import type { IncomingMessage } from 'node:http';

/** Largest body that the real host accepts. */
export const maxBodyBytes = 100 * 1024 * 1024;

/** Thrown for a larger body. */
export class BodyTooLarge extends Error {}

/** The beginning of a body. */
export interface BodyStart {
  readonly bytes: Buffer;
  /** Whether that is the whole body; otherwise the rest has not been read. */
  readonly whole: boolean;
}

/** Whether a body is larger than the host accepts, by its header. */
export function isTooLarge({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) > maxBodyBytes;
}

/** Reads a whole body; throws `BodyTooLarge` above 100 MiB. */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const { bytes, whole } = await readStart(incoming, maxBodyBytes);
  if (!whole) throw new BodyTooLarge('The body is larger than 100 MiB.');
  return bytes;
}

/**
 * Reads a body until it ends or more than `most` bytes have arrived, and leaves the rest unread. Rejects when the
 * caller disconnects.
 */
export function readStart(incoming: IncomingMessage, most: number): Promise<BodyStart> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > most) done(false);
    };
    const end = () => done(true);
    const leave = () => {
      stop();
      reject(new Error('The caller has left.'));
    };
    const stop = () => incoming.pause().off('data', take).off('end', end).off('close', leave);
    const done = (whole: boolean) => {
      stop();
      resolve({ bytes: Buffer.concat(chunks, size), whole });
    };
    incoming
      .on('data', take)
      .on('end', end)
      .on('close', leave)
      .on('error', () => {});
  });
}
