import { isRecord } from '../values/isRecord.ts';

/** Bytes of UTF-8 a token: about what English has; of Chinese it makes three quarters of a token a character. */
const bytesAToken = 4;
/** An image, a sound or a file, whatever its size: the length of its base64 says nothing about its tokens. */
const mediumTokens = 1_000;

/** Only the whole of a text: words of a prompt, or a log of events, that begin with `data:` are text. */
const dataUrl = /^data:[\w.+/-]{1,100};base64,[A-Za-z0-9+/_=-]*$/;

const media: ReadonlySet<unknown> = new Set([
  'image_url',
  'input_image',
  'input_audio',
  'file',
  'input_file',
  'computer_screenshot',
  'image_generation_call',
]);

/**
 * The tokens that a prompt may have, from all of its texts, keys of JSON left out: what a caller is held for until the model says how many
 * there were.
 */
export function estimateTokens(...prompt: readonly unknown[]): number {
  let [bytes, mediums] = [0, 0];
  const open: unknown[] = [...prompt];
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part === 'string') {
      if (part.startsWith('data:') && dataUrl.test(part)) mediums += 1;
      else bytes += Buffer.byteLength(part);
    } else if (Array.isArray(part)) {
      for (const item of part) open.push(item);
    } else if (isRecord(part)) {
      if (media.has(part.type)) mediums += 1;
      else for (const value of Object.values(part)) open.push(value);
    }
  }
  return Math.ceil(bytes / bytesAToken) + mediums * mediumTokens;
}
