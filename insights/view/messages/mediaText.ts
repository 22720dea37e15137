import { formatBytes } from '../../format.ts';
import { toPlainLine } from '../../plainLine.ts';

const dataUrl =
  /data:([a-z]+)\/[a-z0-9.+-]+(?:;[a-z0-9=-]+){0,16};base64,([a-z0-9+/_-]*=*)(?:… \[(\d+) characters left out\])?/gi;

/** A text with each `data:` URL as `[image 375 KB]`. */
export function withoutDataUrls(text: string): string {
  if (!text.includes('base64,')) return text;
  return text.replace(dataUrl, (_url, modality: string, base64: string, omitted?: string) =>
    toSizeText(modality, base64, Number(omitted ?? 0)),
  );
}

/** `[image 375 KB]` for media in base64, `[image 375 KB, cut]` when the recorder kept only its start. */
export function toMediaText(modality: string, base64: string): string {
  const [, omitted] = / ?\[(\d+) characters left out\]$/.exec(base64.slice(-60)) ?? [];
  const kept = omitted === undefined ? base64 : base64.slice(0, base64.lastIndexOf('…'));
  return toSizeText(modality, kept, Number(omitted ?? 0));
}

function toSizeText(modality: string, base64: string, omitted: number): string {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const size = formatBytes(((base64.length + omitted) * 3) / 4 - padding);
  return `[${toPlainLine(modality, 40)} ${size}${omitted > 0 ? ', cut' : ''}]`;
}

/** `[image https://…]` for media that lie elsewhere; nothing is fetched from there. */
export function toLinkText(modality: string, uri: string): string {
  const sized = withoutDataUrls(uri);
  return sized.startsWith('[')
    ? sized
    : `[${toPlainLine(modality, 40)} ${toPlainLine(sized, 200)}]`;
}
