import { describe, expect, it } from 'vitest';
import { createCallNumbers } from '../../../../src/inference/stream/callNumbers.ts';

/** The numbers that the calls of chunks get, chunk by chunk. */
function numbersOf(chunks: readonly (readonly object[])[]) {
  const number = createCallNumbers();
  return chunks.map((tool_calls) => {
    const chunk = structuredClone({ choices: [{ delta: { tool_calls } }] });
    number(chunk);
    return chunk.choices[0]?.delta.tool_calls.map((call) => Reflect.get(call, 'index'));
  });
}

const begin = (id: unknown, name = 'f') => ({ id, function: { name, arguments: '' } });
const go = { function: { arguments: '{' } };

describe('streamed tool calls are numbered', () => {
  it.each<[string, readonly (readonly object[])[], number[][]]>([
    [
      'without an index: a new ID opens the next',
      [[begin('a')], [go], [begin('b')], [go]],
      [[0], [0], [1], [1]],
    ],
    [
      'index null',
      [[{ index: null, ...begin('a') }], [{ index: null, ...begin('b') }]],
      [[0], [1]],
    ],
    [
      'index as text',
      [[{ index: '0', ...begin('a') }], [{ index: '1', ...begin('b') }]],
      [[0], [1]],
    ],
    ['two in one chunk', [[begin('a'), begin('b')], [go]], [[0, 1], [1]]],
    [
      'the ID repeated with each piece',
      [[begin('a')], [{ id: 'a', ...go }], [begin('b')]],
      [[0], [0], [1]],
    ],
    [
      'without an ID: a name opens the next',
      [[begin('')], [go], [begin(undefined)]],
      [[0], [0], [1]],
    ],
    [
      'all of them index 0',
      [[{ index: 0, ...begin('a') }], [{ index: 0, ...begin('b') }], [{ index: 0, ...go }]],
      [[0], [1], [1]],
    ],
    [
      'as the model numbers them',
      [[{ index: 1, ...begin('a') }], [{ index: 0, ...begin('b') }], [{ index: 1, ...go }]],
      [[1], [0], [1]],
    ],
    [
      'another ID with each piece of one call',
      [[{ index: 0, ...begin('a') }], [{ index: 0, id: 'b', ...go }]],
      [[0], [0]],
    ],
  ])('%s', (_name, chunks, expected) => {
    expect(numbersOf(chunks)).toEqual(expected);
  });

  it('says whether it changed anything', () => {
    const number = createCallNumbers();
    const chunk = (call: object) => ({ choices: [{ delta: { tool_calls: [call] } }] });
    expect(number(chunk({ index: 0, ...begin('a') }))).toBe(false);
    expect(number(chunk(go))).toBe(true);
    for (const odd of [null, 'x', {}, { choices: [null] }, { choices: [{ delta: 1 }] }]) {
      expect(number(odd)).toBe(false);
    }
  });

  it('keeps nothing of more calls than anybody makes', () => {
    const number = createCallNumbers();
    const tool_calls = Array.from({ length: 100_000 }, (_, index) => begin(`c${index}`));
    expect(number({ choices: [{ delta: { tool_calls } }] })).toBe(true);
  });
});
