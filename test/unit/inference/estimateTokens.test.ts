import { expect, it } from 'vitest';
import { estimateTokens } from '../../../src/inference/estimateTokens.ts';

const image = (url: string) => ({ type: 'image_url', image_url: { url } });
const base64 = 'A'.repeat(1_000_000);

it.each<[string, unknown[], number]>([
  ['nothing', [undefined, null, '', [], {}], 0],
  ['a text, at four bytes a token', ['x'.repeat(400)], 100],
  ['a part of a token is one', ['x'], 1],
  ['Chinese, at three quarters of a token a character', ['帐'.repeat(400)], 300],
  [
    'texts wherever they are',
    [[{ role: 'user', content: [{ type: 'text', text: 'x'.repeat(388) }] }]],
    99,
  ],
  ['an image by its address', [[image(`https://example.com/${'x'.repeat(5_000)}`)]], 1_000],
  ['an image as it is, whatever its size', [[image(`data:image/png;base64,${base64}`)]], 1_000],
  [
    'an image of a response',
    [{ type: 'input_image', image_url: `data:image/png;base64,${base64}` }],
    1_000,
  ],
  ['a sound', [{ type: 'input_audio', input_audio: { data: base64, format: 'wav' } }], 1_000],
  [
    'a file',
    [
      { type: 'file', file: { file_data: base64 } },
      { type: 'input_file', file_data: base64 },
    ],
    2_000,
  ],
  ['a picture that a tool made', [{ type: 'image_generation_call', result: base64 }], 1_000],
  ['words behind data:', ['data: a tent and a stove, as text'], 9],
  ['words behind a data URL', [`data:text/plain;base64,${'AAAA '.repeat(4)}`], 11],
  ['a log of events, which is no data URL', [`data: {"text":"${'x'.repeat(382)}"}`], 100],
  ['a data URL anywhere', [{ output: `data:image/png;base64,${base64}` }], 1_000],
])('%s', (_name, prompt, tokens) => {
  expect(estimateTokens(...prompt)).toBe(tokens);
});

it('needs no stack that grows with the depth', () => {
  let deep: unknown = 'x';
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(estimateTokens(deep)).toBe(1);
});
