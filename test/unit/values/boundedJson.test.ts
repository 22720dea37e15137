import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exceededBound, exceededByText } from '../../../src/values/boundedJson.ts';

const bounds = { values: 900, depth: 6 };

/** What the bounds mean, found the slow way. */
function expected(json: string): 'values' | 'depth' | undefined {
  let [values, depth] = [0, 0];
  for (const mark of json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')) {
    if ('[{,'.includes(mark)) values += 1;
    if ('[{'.includes(mark)) depth += 1;
    if (']}'.includes(mark)) depth -= 1;
    if (depth > bounds.depth) return 'depth';
    if (values > bounds.values) return 'values';
  }
  return undefined;
}

const texts = fc.oneof(fc.constantFrom('[', '{', '[[[[[[[[', ',', '"', '\\', 'ü'), fc.string());
const json = fc
  .tuple(
    fc.jsonValue({ maxDepth: 9 }),
    fc.array(texts, { maxLength: 40 }),
    fc.constantFrom(0, 100, 600, 1_000),
  )
  .map(([value, words, many]) => JSON.stringify([words, Array(many).fill(0), value]));

it('bounds of JSON are the same for bytes and for text, short and long, whatever stands in its texts', () => {
  fc.assert(
    fc.property(json, (text) => {
      expect(exceededBound(Buffer.from(text), bounds)).toBe(expected(text));
      expect(exceededByText(text, bounds)).toBe(expected(text));
    }),
    { numRuns: 2_000 },
  );
});
