import { describe, expect, it } from 'vitest';
import { toToolCalls } from '../../../../src/inference/answer/toolCalls.ts';

const call = (fields: object = {}) => ({
  id: 'call_a',
  type: 'function',
  function: { name: 'echo', arguments: '{"a":1}' },
  ...fields,
});

describe('the tool calls of an answer', () => {
  it.each([[undefined], [null], [[]]])('are none when there is %j', (value) => {
    expect(toToolCalls(value)).toEqual([]);
  });

  it('are what the model asked for, in its order', () => {
    const second = call({ id: 'call_b', function: { name: 'other', arguments: null } });
    expect(toToolCalls([call(), second])).toEqual([
      { id: 'call_a', callId: 'call_a', name: 'echo', arguments: '{"a":1}' },
      { id: 'call_b', callId: 'call_b', name: 'other', arguments: '' },
    ]);
  });

  it.each([undefined, null, ''])('get an ID when theirs is %j, and telemetry none', (id) => {
    expect(toToolCalls([call(), call({ id })])[1]).toMatchObject({
      id: 'call_2',
      callId: undefined,
    });
  });

  it.each(['two words', 'x'.repeat(129), 'ümlaut', 'a\nb'])(
    'keep the ID %j for the model, and from telemetry',
    (id) => {
      expect(toToolCalls([call({ id })])).toMatchObject([{ id, callId: undefined }]);
    },
  );

  it.each<[string, unknown]>([
    ['no list', {}],
    ['a text', 'call'],
    ['a list of null', [null]],
    ['without a function', [{ id: 'call_a', type: 'custom', custom: {} }]],
    ['without a name', [call({ function: { arguments: '{}' } })]],
    ['with arguments that are no text', [call({ function: { name: 'echo', arguments: {} } })]],
  ])('that are %s cannot be read', (_, value) => {
    expect(() => toToolCalls(value)).toThrow(
      expect.objectContaining({ code: 'model_bad_response' }),
    );
  });

  it('are the first 128 of however many', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => call({ id: `call_${index}` }));
    const calls = toToolCalls(many);
    expect(calls).toHaveLength(128);
    expect(calls.at(-1)?.id).toBe('call_127');
  });
});
