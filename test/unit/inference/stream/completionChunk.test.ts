import { expect, it } from 'vitest';
import { parseChatChunk } from '../../../../src/inference/stream/chatChunk.ts';
import { toCallersChunks } from '../../../../src/inference/stream/completionChunk.ts';

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o' };

it.each([
  ['null', { delta: null }],
  ['nothing', {}],
])('a choice always has a delta for clients to read, where the model says %s', (_name, rest) => {
  const give = toCallersChunks('gpt-4o', false);
  const chunks = [{ delta: { role: 'assistant', content: 'Hi' } }, rest].map((choice) => {
    const data = JSON.stringify({ ...head, choices: [{ index: 0, ...choice }] });
    return JSON.parse(give(parseChatChunk(data, () => false)) ?? '{}');
  });
  expect(chunks[1]).toEqual({ ...head, choices: [{ index: 0, delta: {}, finish_reason: null }] });
});
