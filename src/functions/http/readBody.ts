import type { HttpRequest } from '@azure/functions';
import { AppError } from '../../errors.ts';
import type { Caller } from './caller.ts';

const maxBytes = 8 * 1024 * 1024;

/** Reads a JSON body into bytes, at most 8 MiB of them; throws `unsupported_media_type` or `body_too_large`. */
export async function readBody(request: HttpRequest, { headers }: Caller): Promise<Uint8Array> {
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) {
    throw new AppError(
      'unsupported_media_type',
      'Send the body as JSON, with the header content-type: application/json.',
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw new AppError('client_closed', 'The caller has left.'); // its side of the connection broke
  }
  if (size > maxBytes) {
    throw new AppError('body_too_large', `The body must be at most ${maxBytes} bytes.`);
  }
  return Buffer.concat(chunks, size);
}
