import { diffArrays } from 'diff';

/** A part of two texts: what both have, or only one of them. */
export interface TextPart {
  readonly in: 'both' | 'left' | 'right';
  readonly text: string;
}

/** Bounds of one comparison, which holds the page: so many parts of both texts, so many changes, and so long (jsdiff looks at the clock itself). */
const mostParts = 40_000;
const limits = { maxEditLength: 3_000, timeout: 150 };

/** What two texts have in common and what they do not, by words, else by lines; undefined when too much differs to be told in time. */
export function diffTexts(left: string, right: string): readonly TextPart[] | undefined {
  if (left === right) return left === '' ? [] : [{ in: 'both', text: left }];
  for (const part of [/[\p{L}\p{N}_]+\s*|[^\p{L}\p{N}_\s]\s*|\s+/gu, /[^\n]*\n|[^\n]+/g]) {
    const [before, after] = [left, right].map((text) => text.match(part) ?? []);
    if (before === undefined || after === undefined) return undefined;
    if (before.length + after.length > mostParts) continue;
    const found = diffArrays<string>(before, after, limits);
    if (found !== undefined) {
      return found.map(({ added, removed, value }) => ({
        in: added ? 'right' : removed ? 'left' : 'both',
        text: value.join(''),
      }));
    }
  }
  return undefined;
}
