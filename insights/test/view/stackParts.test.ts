import { expect, it } from 'vitest';
import { hasFrames, toStackParts } from '../../view/stackParts.ts';

const item = (text: string) => ({ text, source: `src/${text}`, href: 'vscode://file/x' });

it('a stack is text with its known places between', () => {
  const text = 'Error: full\n    at f (main.js:1:2)\n    at g (main.js:1:23)\n    at main.js:1:2';
  expect(toStackParts(text, [item('main.js:1:2')])).toEqual([
    'Error: full\n    at f (',
    item('main.js:1:2'),
    ')\n    at g (main.js:1:23)\n    at ',
    item('main.js:1:2'),
  ]);
});

it('a place within another one, or with signs of patterns, is what it says', () => {
  const [long, short] = ['/a+b/(x)/main.js:1:2', 'main.js:1:2'].map(item);
  expect(
    toStackParts(
      `at ${long?.text}`,
      [short, long].flatMap((each) => each ?? []),
    ),
  ).toEqual(['at ', long]);
});

it('a stack of other languages is not asked for', () => {
  expect(hasFrames('   at Shop.Fill() in Cart.cs:line 4')).toBe(false);
  expect(hasFrames('    at f (main.js:1:2)')).toBe(true);
});
