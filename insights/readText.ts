import type { IncomingMessage } from 'node:http';

const bodyMs = 10_000;

/** The body of a request as text; undefined when it has more bytes than these, with the rest of it unread. Rejects when it does not come within 10 s. */
export async function readText(
  request: IncomingMessage,
  maxBytes: number,
): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  const late = setTimeout(() => request.destroy(), bodyMs);
  try {
    // Left open on the way out: destroying it here would take the socket from the answer.
    const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const part of body) {
      size += part.byteLength;
      if (size > maxBytes) return undefined;
      parts.push(part);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(parts).toString('utf8');
}
