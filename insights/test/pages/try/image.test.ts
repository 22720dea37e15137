import { expect, it } from 'vitest';
import { imageType, readImage, toImageBlob } from '../../../pages/try/image.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const png = '89504e470d0a1a0a 00000000';

it.each([
  ['image/png', png],
  ['image/jpeg', 'ffd8ffe0 00104a46'],
  ['image/gif', '474946383961 0100'],
  ['image/webp', '52494646 24000000 57454250 56503820'],
  [undefined, '3c73766720786d6c6e73'],
  [undefined, '52494646 24000000 57415645'],
  [undefined, '474946383561'],
  [undefined, ''],
])('%s is told by the first bytes alone', (type, hex) => {
  expect(imageType(bytes(hex))).toBe(type);
});

it.each([
  ['is larger than what a request holds', new Blob([new Uint8Array(700_001)]), 'at most 700 KB'],
  ['is named like an image and is none', new Blob(['<svg/>'], { type: 'image/png' }), 'is no PNG'],
])('a file that %s is refused with its reason', async (_name, file, words) => {
  expect(await readImage(file)).toMatchObject({ problem: expect.stringContaining(words) });
});

it('a file becomes the URL that a model is sent, and what is shown is the same bytes', async () => {
  const file = new Uint8Array([...bytes(png), ...new Uint8Array(100_000).fill(255)]);
  const read = await readImage(new Blob([file], { type: 'text/plain' }));
  const url = 'url' in read ? read.url : '';
  expect(url).toBe(`data:image/png;base64,${Buffer.from(file).toString('base64')}`);
  expect(new Uint8Array((await toImageBlob(url)?.arrayBuffer()) ?? [])).toEqual(file);
});

it('only the URL of an image is shown as one, with the type of its bytes', async () => {
  const base64 = Buffer.from(bytes(png)).toString('base64');
  expect(toImageBlob(`data:text/html;base64,${base64}`)?.type).toBe('image/png');
  for (const url of [
    `data:image/png;base64,${btoa('<script>')}`,
    'data:image/svg+xml,<svg/>',
    'data:image/png;base64,A',
    'https://images.test/a.png',
    'javascript:alert(1)',
  ]) {
    expect(toImageBlob(url)).toBeUndefined();
  }
});
