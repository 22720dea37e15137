import { formatBytes } from '../../format.ts';
import { toPicture } from '../../view/messages/picture.ts';

/** In base64 it is a third larger, and the whole request holds at most 1 MiB. */
const mostBytes = 700_000;

/** A file as the `data:` URL that a model is sent, by its first bytes, or the sentence of why it is not. Never rejects. */
export async function readImage(file: Blob): Promise<{ url: string } | { problem: string }> {
  if (file.size > mostBytes) {
    const limit = formatBytes(mostBytes);
    return { problem: `The image has ${formatBytes(file.size)}; at most ${limit} can be sent.` };
  }
  try {
    const base64 = toBase64(new Uint8Array(await file.arrayBuffer()));
    const picture = toPicture(base64);
    if (picture === undefined) return { problem: 'The file is no PNG, JPEG, GIF or WebP image.' };
    return { url: `data:${picture.type};base64,${base64}` };
  } catch {
    return { problem: 'The file cannot be read.' };
  }
}

/** As many arguments as every browser takes in a call. */
const atOnce = 32 * 1024;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += atOnce) {
    text += String.fromCharCode(...bytes.subarray(at, at + atOnce));
  }
  return btoa(text);
}
