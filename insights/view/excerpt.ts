/** The part of a long text that is shown, and how much is not. */
export interface Excerpt {
  readonly text: string;
  /** Characters that are not shown; 0 when all are. */
  readonly left: number;
}

const firstCharacters = 4_000;
const stepCharacters = 64 * 1024;

/** The first 4,000 characters of a text, and 64 Ki more for each step asked for. Never ends inside a surrogate pair. */
export function toExcerpt(text: string, steps = 0): Excerpt {
  const limit = firstCharacters + steps * stepCharacters;
  if (text.length <= limit) return { text, left: 0 };
  const inPair = isHighSurrogate(text.charCodeAt(limit - 1));
  const end = inPair ? limit - 1 : limit;
  return { text: text.slice(0, end), left: text.length - end };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
