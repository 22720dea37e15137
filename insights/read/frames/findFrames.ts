/** A place in a bundle, as a stack names it. Line and column count from 1. */
export interface BundleFrame {
  /** As it stands in the text, with its folder when it has one. */
  readonly text: string;
  readonly bundle: string;
  readonly line: number;
  readonly column: number;
}

/** A stack may hold any text: so much of it is looked at, and so many places are found. */
const mostCharacters = 256 * 1024;
const mostFrames = 100;

const place = /(?<![\w.-])([\w-]{1,64}\.js):(\d{1,7}):(\d{1,7})(?!\d)/g;

/**
 * The places in bundles of a folder that a text names, each once: by that folder, or, with `bare`, by the file's name alone. Other
 * folders are not ours, whatever their end.
 */
export function findFrames(
  text: string,
  folder: string,
  { bare }: { readonly bare: boolean },
): readonly BundleFrame[] {
  const found = new Map<string, BundleFrame>();
  for (const match of text.slice(0, mostCharacters).matchAll(place)) {
    const before = text.slice(Math.max(0, match.index - folder.length - around), match.index);
    const named = folderBefore(before, folder);
    if (named === undefined || (named === '' && !bare)) continue;
    const [whole, bundle = '', line, column] = match;
    const frame = `${named}${whole}`;
    found.set(frame, { text: frame, bundle, line: Number(line), column: Number(column) });
    if (found.size === mostFrames) break;
  }
  return [...found.values()];
}

/** A scheme, a slash and a bracket may stand before a folder. */
const around = 16;

/** The folder as it stands before a file's name; empty when none does, undefined when another one does. */
function folderBefore(before: string, folder: string): string | undefined {
  if (/(?:^|[\s(])$/.test(before)) return '';
  const length = folder.length + 1;
  const [path, wanted] = [before.slice(-length), `${folder}/`].map((each) =>
    each.replaceAll('\\', '/'),
  );
  const begins = /(?:^|[\s(])(file:\/\/\/?)?$/.exec(before.slice(0, -length));
  return path === wanted && begins ? `${begins[1] ?? ''}${before.slice(-length)}` : undefined;
}
