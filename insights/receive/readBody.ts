import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';
import { unpack } from './unpack.ts';

/** Largest body, as sent and unpacked: what the OTLP specification recommends (OTLP/HTTP Request). */
export const maxBodyBytes = 64 * 1024 * 1024;

/**
 * The body of a request, unpacked. Throws a {@link Refusal} with 413 as soon as the body is known to be too large, with
 * the rest of it unread, and 400 or 415 for packing that cannot be undone.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open on the way out: destroying it here would take the socket from the answer.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return unpack(Buffer.concat(chunks), request.headers['content-encoding'], maxBodyBytes);
}

function tooLarge(): Refusal {
  return new Refusal(413, `The body is larger than ${maxBodyBytes / 1024 / 1024} MiB.`);
}
