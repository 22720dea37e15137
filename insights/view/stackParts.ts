import type { Frames } from '../api.ts';

/** A piece of a stack: text as it is, or a frame and the place in the source that it comes from. */
export type StackPart = string | Frames['items'][number];

/** Whether a text names places in bundles, which may be ours. */
export function hasFrames(text: string): boolean {
  return /\.js:\d{1,7}:\d/.test(text);
}

/** A stack in pieces: each place in a bundle that is known, and the text between. */
export function toStackParts(text: string, items: Frames['items']): readonly StackPart[] {
  const known = new Map(items.map((item) => [item.text, item]));
  if (known.size === 0) return [text];
  // The longest first: a place with its folder has the one without it in it.
  const texts = [...known.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const places = new RegExp(`(?<=^|[\\s(])(${texts.join('|')})(?!\\d)`);
  return text
    .split(places)
    .filter((part) => part !== '')
    .map((part) => known.get(part) ?? part);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
