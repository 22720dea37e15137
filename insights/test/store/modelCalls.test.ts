import { expect, it } from 'vitest';
import { modelCallsOf } from '../../genAi/attributes.ts';
import type { Row } from '../../row.ts';

const tokens = { 'gen_ai.usage.input_tokens': '5', 'gen_ai.usage.output_tokens': '1' };

/** A span of an operation beneath another. */
function span(id: string, parent: string, operation: string, more: object = {}): Row {
  return {
    itemType: 'dependencies',
    timestamp: '2026-01-01T00:00:00.000Z',
    operation_Id: '1',
    operation_ParentId: parent,
    id,
    customDimensions: { 'gen_ai.operation.name': operation, ...more },
    customMeasurements: {},
  } as Row;
}

it.each<[string, readonly Row[], readonly string[]]>([
  [
    'of a call that two layers tell of, the inner one',
    [span('a', '', 'chat', tokens), span('b', 'a', 'step'), span('c', 'b', 'chat', tokens)],
    ['c'],
  ],
  [
    'both, when the outer one ran a tool that asked a model',
    [span('a', '', 'chat'), span('b', 'a', 'execute_tool'), span('c', 'b', 'chat')],
    ['a', 'c'],
  ],
  [
    'both, of a chat that embeds what it looks for',
    [span('a', '', 'chat'), span('b', 'a', 'embeddings')],
    ['a', 'b'],
  ],
  [
    'an agent that tells tokens, when none of its calls is here',
    [span('a', '', 'invoke_agent', tokens), span('b', 'a', 'execute_tool')],
    ['a'],
  ],
  [
    'not an agent whose call is here',
    [span('a', '', 'invoke_agent', tokens), span('b', 'a', 'chat', tokens)],
    ['b'],
  ],
  [
    'two agents, of which one lacks its calls',
    [
      span('a', '', 'invoke_agent', tokens),
      span('b', '', 'invoke_agent', tokens),
      span('c', 'b', 'chat', tokens),
    ],
    ['a', 'c'],
  ],
  ['each, of calls that go round', [span('a', 'b', 'chat'), span('b', 'a', 'invoke_agent')], ['a']],
])('counted as a call to a model: %s', (_name, rows, ids) => {
  expect(modelCallsOf(rows).map(({ id }) => id)).toEqual(ids);
});
