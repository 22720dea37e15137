import { describe, expect, it } from 'vitest';
import { toPart } from '../../view/messages/parts.ts';
import { toPicture } from '../../view/messages/picture.ts';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

describe('an image that was said', () => {
  it.each([
    ['PNG', png, 'image/png'],
    ['JPEG', base64('\xff\xd8\xff\xe0 rest'), 'image/jpeg'],
    ['GIF', base64('GIF89a rest'), 'image/gif'],
    ['WebP', base64('RIFF1234WEBPVP8 '), 'image/webp'],
    ['a PNG in the letters of URLs', png.replaceAll('+', '-').replaceAll('/', '_'), 'image/png'],
  ])('is what its bytes say: %s', (_name, text, type) => {
    expect(toPicture(text)?.type).toBe(type);
  });

  it.each([
    ['an SVG, which could hold a script', base64('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['one that the recorder cut', `${png.slice(0, 40)}… [1200 characters left out]`],
    ['no base64', 'a b c'],
    ['nothing', ''],
    ['more than 4 MB', png + 'A'.repeat(4 * 1024 * 1024)],
  ])('is left out, and its size told: %s', (_name, text) => {
    expect(toPicture(text)).toBeUndefined();
  });

  it('comes with its part, by both conventions; one that lies elsewhere does not', () => {
    const blob = { type: 'blob', modality: 'image', mime_type: 'image/png', content: png };
    expect(toPart(blob)).toMatchObject({ kind: 'media', base64: png, text: '[image 70 B]' });
    const url = `data:image/png;base64,${png}`;
    expect(toPart({ type: 'image_url', image_url: { url } })).toMatchObject({ base64: png });
    expect(
      toPart({ type: 'image_url', image_url: { url: 'https://x.test/a.png' } }),
    ).not.toHaveProperty('base64');
    expect(toPart({ ...blob, modality: 'audio' })).not.toHaveProperty('base64');
  });
});
