import type { HttpRequest } from '@azure/functions';
import { AppError, clientClosed } from '../../errors.ts';
import type { Caller } from './caller.ts';

const maxBytes = 8 * 1024 * 1024;

/** How long a body that is too large is still read, in ms; the host itself accepts 100 MB. */
const defaultDrainMs = 30_000;

/**
 * Reads a JSON body into bytes, at most 8 MiB of them; throws `unsupported_media_type`, for a compressed body too, or
 * `body_too_large`. A body that is too large is read to its end and not kept: stopping early destroys the socket
 * below the host's proxy, and the caller gets a 500.
 */
export async function readBody(
  request: HttpRequest,
  { headers }: Caller,
  drainMs = defaultDrainMs,
): Promise<Uint8Array> {
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) {
    throw new AppError(
      'unsupported_media_type',
      'Send the body as JSON, with the header content-type: application/json.',
    );
  }
  const encoding = (headers['content-encoding'] ?? '').toLowerCase();
  if (encoding !== '' && encoding !== 'identity') throw compressed(encoding);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let drainedBy: number | undefined;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size <= maxBytes) {
        chunks.push(chunk);
        continue;
      }
      chunks.length = 0;
      drainedBy ??= performance.now() + drainMs;
      if (performance.now() > drainedBy) break;
    }
  } catch {
    throw clientClosed(); // its side of the connection broke
  }
  if (size > maxBytes) {
    throw new AppError('body_too_large', `The body must be at most ${maxBytes} bytes.`);
  }
  return Buffer.concat(chunks, size);
}

const encodings = ['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'compress'];

/** Only a name that is known is repeated: the rest is the caller's text. */
function compressed(encoding: string): AppError {
  const named = encodings.includes(encoding) ? encoding : 'an encoding that is not known here';
  return new AppError(
    'unsupported_media_type',
    `The body is in ${named}; send it as it is, without the header content-encoding.`,
  );
}
