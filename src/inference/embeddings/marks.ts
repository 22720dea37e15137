import { unreadable } from '../client/openResponse.ts';
import type { Chunks } from './chunks.ts';

/** Finds the marks of JSON in bytes. */
export interface Marks {
  /** The place of the next quote, bracket or brace, else the length of the bytes. */
  next(from: number): number;
  /** The place after the text whose opening quote is at `start`. */
  afterText(start: number): number;
}

const [quote, backslash] = [0x22, 0x5c];
const sought = [...'"[]{}'].map((mark) => mark.charCodeAt(0));

/**
 * Looks for each mark natively, many bytes at a time: its next place is kept, and looked for again only when it is passed.
 * Between marks that lie far apart, as those around embeddings do, this costs little more than a copy. Throws
 * `model_bad_response` after `most` marks, as close ones cost much more, and for a text without an end.
 */
export function createMarks(json: Chunks, most: number): Marks {
  const places = sought.map(() => -1);
  let found = 0;
  const count = () => {
    found += 1;
    if (found > most) throw unreadable();
  };
  return {
    next(from) {
      count();
      let nearest = json.length;
      for (const [at, mark] of sought.entries()) {
        if ((places[at] ?? 0) < from) places[at] = json.indexOf(mark, from);
        nearest = Math.min(nearest, places[at] ?? nearest);
      }
      return nearest;
    },
    afterText(start) {
      for (let end = start; ; ) {
        count();
        end = json.indexOf(quote, end + 1);
        if (end === json.length) throw unreadable();
        if (!isEscaped(json, end)) return end + 1;
      }
    },
  };
}

/** Whether an odd number of backslashes is before the place. */
function isEscaped(json: Chunks, place: number): boolean {
  let first = place;
  while (json.at(first - 1) === backslash) first -= 1;
  return (place - first) % 2 === 1;
}
