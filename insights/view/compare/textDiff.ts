import { diffArrays } from 'diff';

/** A part of two texts: what both have, or only one of them. */
export interface TextPart {
  readonly in: 'both' | 'left' | 'right';
  readonly text: string;
}

/** Bounds of one comparison, which holds the page: so many parts of both texts, so many changes, and so long (jsdiff looks at the clock itself). */
const mostParts = 40_000;
const limits = { maxEditLength: 3_000, timeout: 150 };

const words = /\s*[\p{L}\p{N}_]+|\s*[^\p{L}\p{N}_\s]|\s+/gu;
const lines = /[^\n]*\n|[^\n]+/g;
/** Of texts that share less than this, single words in common mean nothing. */
const leastShared = 0.4;

/**
 * What two texts have in common and what they do not, by words, or by lines where words are too many or have little in common; undefined
 * when too much differs to be told in time.
 */
export function diffTexts(left: string, right: string): readonly TextPart[] | undefined {
  if (left === right) return left === '' ? [] : [{ in: 'both', text: left }];
  const byWords = diffBy(words, left, right);
  const shared = (byWords ?? []).reduce(
    (sum, { in: of, text }) => sum + (of === 'both' ? text.length : 0),
    0,
  );
  return shared >= leastShared * Math.min(left.length, right.length)
    ? (byWords ?? diffBy(lines, left, right))
    : (diffBy(lines, left, right) ?? byWords);
}

function diffBy(part: RegExp, left: string, right: string): readonly TextPart[] | undefined {
  const before = left.match(part) ?? [];
  const after = right.match(part) ?? [];
  if (before.length + after.length > mostParts) return undefined;
  return diffArrays<string>(before, after, limits)?.map(({ added, removed, value }) => ({
    in: added ? 'right' : removed ? 'left' : 'both',
    text: value.join(''),
  }));
}
