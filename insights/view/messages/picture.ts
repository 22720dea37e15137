/** Longer ones are told by their size alone: reading them would keep the page waiting. */
const mostCharacters = 4 * 1024 * 1024;

/** First bytes of the images that every browser shows, and what they are then. */
const kinds: readonly (readonly [type: string, first: string, ninth?: string])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF', 'WEBP'],
];

/** An image as bytes, one a character, and what it is by its first ones, whatever it is called. */
export interface Picture {
  readonly type: string;
  readonly bytes: string;
}

/** The image in a text of base64; undefined for what is cut, too long, or none of the four kinds that browsers show. */
export function toPicture(base64: string): Picture | undefined {
  if (base64.length > mostCharacters || !/^[a-z0-9+/_-]+=*$/i.test(base64)) return undefined;
  try {
    const bytes = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
    const [type] =
      kinds.find(
        ([, first, ninth = '']) => bytes.startsWith(first) && bytes.startsWith(ninth, 8),
      ) ?? [];
    return type === undefined ? undefined : { type, bytes };
  } catch {
    return undefined;
  }
}

/** The base64 of a `data:` URL; undefined for another address. */
export function base64Of(url: string): string | undefined {
  return /^data:[^,]{0,200};base64,(.*)$/s.exec(url)?.[1];
}
