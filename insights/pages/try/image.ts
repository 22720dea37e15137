import { formatBytes } from '../../format.ts';

/** In base64 it is a third larger, and the whole request holds at most 1 MiB. */
const mostBytes = 700_000;

/** The first bytes of what models take, whatever a name or a type says. */
const signatures: readonly (readonly [type: string, hex: RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
];

/** The type of an image by its first bytes; undefined for another file. */
export function imageType(bytes: Uint8Array): string | undefined {
  const hex = [...bytes.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return signatures.find(([, starts]) => starts.test(hex))?.[0];
}

/** A file as the `data:` URL that a model is sent, or the sentence of why it is not. Never rejects. */
export async function readImage(file: Blob): Promise<{ url: string } | { problem: string }> {
  if (file.size > mostBytes) {
    const limit = formatBytes(mostBytes);
    return { problem: `The image has ${formatBytes(file.size)}; at most ${limit} can be sent.` };
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const type = imageType(bytes);
    if (type === undefined) return { problem: 'The file is no PNG, JPEG, GIF or WebP image.' };
    return { url: `data:${type};base64,${toBase64(bytes)}` };
  } catch {
    return { problem: 'The file cannot be read.' };
  }
}

/** What a `data:` URL holds, when that is an image; undefined for all other addresses. */
export function toImageBlob(url: string): Blob | undefined {
  const [, base64] = /^data:[^,]*;base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  if (base64 === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const type = imageType(bytes);
    return type === undefined ? undefined : new Blob([bytes], { type });
  } catch {
    return undefined; // not base64 after all
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
