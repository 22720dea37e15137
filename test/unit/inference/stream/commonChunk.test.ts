import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chatChunk } from '../../../../src/inference/stream/chatChunk.ts';
import { isCommonChunk } from '../../../../src/inference/stream/commonChunk.ts';

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  '',
  'x',
  'assistant',
  0,
  -1,
  0.5,
  Number.POSITIVE_INFINITY,
  [],
  {},
);
const oddly = (...usual: unknown[]) =>
  fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd });

const delta = fc.record(
  {
    role: oddly('assistant', null),
    content: oddly(' tent', '', null),
    refusal: oddly(null, 'no'),
    tool_calls: oddly(undefined, null),
    reasoning: oddly(undefined),
    reasoning_content: oddly(undefined, 'hm'),
    reasoning_details: oddly(undefined),
    thinking_blocks: oddly(undefined),
    padding: odd,
  },
  { requiredKeys: [] },
);
const choice = fc.record(
  {
    index: oddly(0),
    delta: fc.oneof({ weight: 20, arbitrary: delta }, { weight: 1, arbitrary: odd }),
    finish_reason: oddly(null, 'stop'),
    logprobs: odd,
  },
  { requiredKeys: ['index'] },
);
const chunk = fc.record(
  {
    id: oddly('chatcmpl-1'),
    object: oddly('chat.completion.chunk'),
    created: oddly(1),
    model: oddly('gpt-4o'),
    choices: fc.oneof(
      { weight: 20, arbitrary: fc.array(choice, { maxLength: 2 }) },
      { weight: 1, arbitrary: odd },
    ),
    usage: oddly(undefined, null),
    error: oddly(undefined),
    system_fingerprint: odd,
  },
  { requiredKeys: [] },
);

it('a chunk that is called common is one that the schema gives back unchanged', () => {
  let common = 0;
  fc.assert(
    fc.property(chunk, (value) => {
      if (!isCommonChunk(value)) return;
      common += 1;
      expect(chatChunk.safeParse(value)).toEqual({ success: true, data: value });
    }),
    { numRuns: 20_000 },
  );
  expect(common).toBeGreaterThan(1_000);
});

it.each([
  {
    id: 'c',
    choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
  },
  { id: 'c', choices: [{ index: 0, delta: { content: ' tent' } }], usage: null },
  { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
])('%j is common', (value) => {
  expect(isCommonChunk(value)).toBe(true);
});
