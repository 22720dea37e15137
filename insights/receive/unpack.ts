import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import { Refusal } from './refusal.ts';

const unpackers = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  rawDeflate: promisify(inflateRaw),
};

/**
 * Undoes `content-encoding: gzip` or `deflate`. Throws a {@link Refusal}: 413 when more than `maxBytes` come out, which
 * is noticed at that many bytes, 400 when it is not what it says, 415 for another encoding.
 */
export async function unpack(
  body: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const packing = (encoding ?? 'identity').trim().toLowerCase();
  if (packing === 'identity' || packing === '') return body;
  if (packing !== 'gzip' && packing !== 'deflate') {
    throw new Refusal(415, 'The content-encoding must be gzip or deflate, or none.');
  }
  // "deflate" is zlib's format (RFC 9110, 8.4.1.2), and bare for senders that took the name at its word.
  const bare = packing === 'deflate' && ((body[0] ?? 0) & 0x0f) !== 8;
  try {
    return await unpackers[bare ? 'rawDeflate' : packing](body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Refusal(413, `The body unpacks to more than ${maxBytes / 1024 / 1024} MiB.`);
    }
    throw new Refusal(400, `The body is not ${packing}, as its content-encoding says.`);
  }
}
