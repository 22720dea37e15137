import { expect, it } from 'vitest';
import { readImage } from '../../../pages/try/image.ts';

it.each([
  ['is larger than what a request holds', new Blob([new Uint8Array(700_001)]), 'at most 700 KB'],
  ['is named like an image and is none', new Blob(['<svg/>'], { type: 'image/png' }), 'is no PNG'],
  ['is empty', new Blob([]), 'is no PNG'],
])('a file that %s is refused with its reason', async (_name, file, words) => {
  expect(await readImage(file)).toMatchObject({ problem: expect.stringContaining(words) });
});

it('a file becomes the URL that a model is sent, with the type of its bytes', async () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const file = new Uint8Array([...png, ...new Uint8Array(100_000).fill(255)]);
  expect(await readImage(new Blob([file], { type: 'text/plain' }))).toEqual({
    url: `data:image/png;base64,${Buffer.from(file).toString('base64')}`,
  });
});
