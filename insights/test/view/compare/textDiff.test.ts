import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTexts } from '../../../view/compare/textDiff.ts';

const side = (of: 'left' | 'right', parts: ReturnType<typeof diffTexts>) =>
  (parts ?? [])
    .filter((part) => part.in === 'both' || part.in === of)
    .map(({ text }) => text)
    .join('');

describe('what differs in two texts', () => {
  it('is told by words', () => {
    expect(diffTexts('Take a tent and a stove.', 'Take a tarp and a stove.')).toEqual([
      { in: 'both', text: 'Take a' },
      { in: 'left', text: ' tent' },
      { in: 'right', text: ' tarp' },
      { in: 'both', text: ' and a stove.' },
    ]);
  });

  it('is told by lines when single words are all that they share', () => {
    const left = 'Thank you for asking, and good luck to you.';
    const right = 'Mountain weather turns quickly, and help is far away.';
    expect(diffTexts(left, right)).toEqual([
      { in: 'left', text: left },
      { in: 'right', text: right },
    ]);
  });

  it.each([
    ['', '', 0],
    ['same', 'same', 1],
    ['', 'new', 1],
    ['old', '', 1],
  ])('of %j and %j is %i part', (left, right, count) => {
    expect(diffTexts(left, right)).toHaveLength(count);
  });

  it('leaves out nothing of either', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '.', '🏕️', '\ud800') }),
    );
    fc.assert(
      fc.property(text, text, (left, right) => {
        const parts = diffTexts(left, right);
        expect([side('left', parts), side('right', parts)]).toEqual([left, right]);
      }),
    );
  });

  it('is told by lines when there are too many words', () => {
    const lines = Array.from(
      { length: 5_000 },
      (_, n) => `line ${n} of a long answer of many words`,
    );
    const left = lines.join('\n');
    const right = lines.with(2_500, 'another line').join('\n');
    expect(diffTexts(left, right)).toEqual([
      expect.objectContaining({ in: 'both' }),
      { in: 'left', text: `${lines[2_500]}\n` },
      { in: 'right', text: 'another line\n' },
      expect.objectContaining({ in: 'both' }),
    ]);
  });

  it.each([
    ['a megabyte without a space', 'x'.repeat(1_000_000), 'y'.repeat(1_000_000)],
    ['two megabytes of words', 'ab '.repeat(600_000), 'ba '.repeat(600_000)],
    [
      'texts that have nothing in common',
      Array.from({ length: 18_000 }, (_, n) => `a${n}`).join(' '),
      Array.from({ length: 18_000 }, (_, n) => `b${n}`).join(' '),
    ],
  ])('of %s is told within its bounds, or not at all', (_name, left, right) => {
    const parts = diffTexts(left, right);
    if (parts !== undefined) expect(side('left', parts)).toBe(left);
  });
});
