import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutToBytes } from '../../../src/values/cutToBytes.ts';

it('a text that is cut is a start of it, within the bytes, as long as whole characters allow', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[\ufffda]*$/), // the sign for a character that was cut may be one of the text
  );
  fc.assert(
    fc.property(text, fc.nat({ max: 40 }), (whole, maxBytes) => {
      const cut = cutToBytes(whole, maxBytes);
      const [next = ''] = whole.slice(cut.length);
      expect(whole.startsWith(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
      if (next !== '') expect(Buffer.byteLength(cut) + 4).toBeGreaterThan(maxBytes);
    }),
  );
});
