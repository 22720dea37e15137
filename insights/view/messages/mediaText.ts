import { formatBytes } from '../../format.ts';
import { toPlainLine } from '../plainLine.ts';

const dataUrl = /data:([a-z]+)\/[a-z0-9.+-]+(?:;[a-z0-9=-]+){0,16};base64,([a-z0-9+/_-]*=*)/gi;

/** A text with each `data:` URL as `[image 375 KB]`. */
export function withoutDataUrls(text: string): string {
  if (!text.includes('base64,')) return text;
  return text.replace(dataUrl, (_url, modality: string, base64: string) =>
    toMediaText(modality, base64),
  );
}

/** `[image 375 KB]` for media in base64. */
export function toMediaText(modality: string, base64: string): string {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return `[${toPlainLine(modality, 40)} ${formatBytes((base64.length * 3) / 4 - padding)}]`;
}

/** `[image https://…]` for media that lie elsewhere; nothing is fetched from there. */
export function toLinkText(modality: string, uri: string): string {
  const sized = withoutDataUrls(uri);
  return sized.startsWith('[')
    ? sized
    : `[${toPlainLine(modality, 40)} ${toPlainLine(sized, 200)}]`;
}
