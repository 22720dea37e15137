import { describe, expect, it } from 'vitest';
import { findFrames } from '../../../read/frames/findFrames.ts';

const folder = '/home/me/my app/dist/app';
const found = (text: string, bare = true) =>
  findFrames(text, folder, { bare }).map(({ text: each }) => each);

describe('places in bundles are found', () => {
  it.each([
    ['by name', '    at f (main.js:1:22)', 'main.js:1:22'],
    ['without a function', '    at main.js:1:22', 'main.js:1:22'],
    ['in the folder', `    at f (${folder}/main.js:1:22)`, `${folder}/main.js:1:22`],
    ['by URL', `    at async f (file://${folder}/main.js:1:22)`, `file://${folder}/main.js:1:22`],
  ])('%s', (_, text, frame) => {
    expect(found(text)).toEqual([frame]);
  });

  it('each once', () => {
    expect(found('at a (main.js:1:2)\nat b (main.js:1:2)\nat c (main.js:1:3)')).toEqual([
      'main.js:1:2',
      'main.js:1:3',
    ]);
  });
});

describe('what is no place in our bundles is left alone', () => {
  it.each([
    ['another folder', 'at f (/srv/dist/app/main.js:1:2)'],
    ['a folder that ends alike', `at f (/evil${folder}/main.js:1:2)`],
    ['a way out of the folder', `at f (${folder}/../../main.js:1:2)`],
    ['a way up', 'at f (../../etc/main.js:1:2)'],
    ['a URL', 'at f (https://shop.test/main.js:1:2)'],
    ['a name with a NUL', 'at f (ma\0in.js:1:2)'],
    ['a huge line', 'at f (main.js:99999999:2)'],
    ['a huge column', `at f (main.js:1:${'9'.repeat(5_000)})`],
    ['no column', 'at f (main.js:1)'],
    ['a negative line', 'at f (main.js:-1:2)'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it('a name without a folder in rows of another app', () => {
    expect(found('at f (main.js:1:2)', false)).toEqual([]);
    expect(found(`at f (${folder}/main.js:1:2)`, false)).toHaveLength(1);
  });
});

it('of a million frames, no more than a hundred are read', () => {
  const text = Array.from({ length: 1_000_000 }, (_, n) => `at f (main.js:1:${n})`).join('\n');
  expect(found(text)).toHaveLength(100);
  expect(found('x.js'.repeat(1_000_000))).toEqual([]);
});
