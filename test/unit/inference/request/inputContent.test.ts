import { expect, it } from 'vitest';
import { toInputContent } from '../../../../src/inference/request/inputContent.ts';

it('every kind of message becomes parts of the conventions', () => {
  const { messages } = toInputContent(
    {
      messages: [
        { role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] },
        {
          role: 'user',
          content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }],
        },
        { role: 'assistant', content: null, refusal: 'No.' },
        {
          role: 'assistant',
          content: 'Let me see.',
          tool_calls: [
            { id: 'c', type: 'function', function: { name: 'f', arguments: 'not JSON' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: 'sun' }] },
        {
          role: 'assistant',
          tool_calls: [{ id: 'd', type: 'custom', custom: { name: 'run', input: 'ls' } }],
        },
      ],
    },
    undefined,
  );
  expect(messages).toEqual([
    { role: 'developer', parts: [{ type: 'text', content: 'Be brief.' }] },
    {
      role: 'user',
      parts: [{ type: 'uri', modality: 'image', uri: 'https://example.com/a.png' }],
    },
    { role: 'assistant', parts: [{ type: 'refusal', content: 'No.' }] },
    {
      role: 'assistant',
      parts: [
        { type: 'text', content: 'Let me see.' },
        { type: 'tool_call', id: 'c', name: 'f', arguments: 'not JSON' },
      ],
    },
    {
      role: 'tool',
      parts: [{ type: 'tool_call_response', id: 'c', response: [{ type: 'text', text: 'sun' }] }],
    },
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'd', name: 'run', arguments: 'ls' }] },
  ]);
});
