import { expect, it } from 'vitest';
import { toOutputContent } from '../../../../src/inference/answer/outputContent.ts';

it('an answer of a strange form is recorded as far as it goes', () => {
  const message = {
    role: 'assistant',
    content: null,
    refusal: 'No.',
    tool_calls: [{}, { function: {} }, null],
  };
  const output = toOutputContent({
    choices: [{ index: 0, message, finish_reason: null }],
  } as never);
  expect(output).toEqual([
    {
      role: 'assistant',
      parts: [{ type: 'refusal', content: 'No.' }, ...Array(3).fill({ type: 'tool_call' })],
      finish_reason: 'unknown',
    },
  ]);
});
