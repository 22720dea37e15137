import type { HttpRequest } from '@azure/functions';
import { AppError, clientClosed } from '../../errors.ts';
import type { Caller } from './caller.ts';

const maxBytes = 8 * 1024 * 1024;

/** How long a body that is refused is still read, in ms; the host itself accepts 100 MB. */
const defaultDrainMs = 30_000;

/**
 * Reads a JSON body into bytes, at most 8 MiB of them; throws `unsupported_media_type`, for a compressed body too, or
 * `body_too_large`. A body that is refused is read to its end and not kept: stopping early destroys the socket below the
 * host's proxy, and the caller gets a 500.
 */
export async function readBody(
  request: HttpRequest,
  { headers }: Caller,
  drainMs = defaultDrainMs,
): Promise<Uint8Array> {
  const refusal = refusalOf(headers);
  if (refusal !== undefined) {
    await discardBody(request, drainMs);
    throw refusal;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const tooLarge = await eachChunk(request, drainMs, (chunk) => {
    size += chunk.byteLength;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    return size <= maxBytes;
  });
  if (tooLarge) {
    throw new AppError('body_too_large', `The body must be at most ${maxBytes} bytes.`);
  }
  return Buffer.concat(chunks, size);
}

/** Reads a body that nobody wants to its end; throws `client_closed` when it breaks off. */
export async function discardBody(request: HttpRequest, drainMs = defaultDrainMs): Promise<void> {
  await eachChunk(request, drainMs, () => false);
}

/**
 * Gives the chunks of a body one by one until `take` wants no more; whether that was so. The rest is then read for
 * `drainMs` at most.
 */
async function eachChunk(
  request: HttpRequest,
  drainMs: number,
  take: (chunk: Uint8Array) => boolean,
): Promise<boolean> {
  let drainedBy: number | undefined;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      if (drainedBy === undefined && take(chunk)) continue;
      drainedBy ??= performance.now() + drainMs;
      if (performance.now() > drainedBy) break;
    }
  } catch {
    throw clientClosed(); // its side of the connection broke
  }
  return drainedBy !== undefined;
}

function refusalOf(headers: Caller['headers']): AppError | undefined {
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) {
    return new AppError(
      'unsupported_media_type',
      'Send the body as JSON, with the header content-type: application/json.',
    );
  }
  const encoding = (headers['content-encoding'] ?? '').toLowerCase();
  return encoding === '' || encoding === 'identity' ? undefined : compressed(encoding);
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
