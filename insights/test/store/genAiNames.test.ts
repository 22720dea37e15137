import { describe, expect, it } from 'vitest';
import { otherNames } from '../../genAi/names.ts';
import { findingsOf } from '../../store/findingKinds.ts';
import { toRow } from './rows.ts';

/** The attributes of a row that the health page would call a spelling mistake. */
function unknown(names: readonly string[]): string[] {
  const customDimensions = Object.fromEntries(names.map((name) => [name, '1']));
  const row = toRow({ itemType: 'dependencies', name: 'chat gpt-4o', customDimensions });
  return findingsOf(row, JSON.stringify(row))
    .filter(({ kind }) => kind === 'unknownName')
    .map(({ detail }) => detail);
}

describe('no spelling mistake', () => {
  it.each<[string, readonly string[]]>([
    [
      'what the conventions have new',
      [
        'gen_ai.request.reasoning.level',
        'gen_ai.request.previous_response.id',
        'gen_ai.request.stream_cursor',
        'gen_ai.response.status',
        'gen_ai.usage.cache_write.input_tokens',
        'gen_ai.usage.text.cache_read.input_tokens',
        'gen_ai.usage.image.output_tokens',
        'gen_ai.prompt.version',
        'gen_ai.prompt.variable.user_name',
        'gen_ai.retrieval.top_k',
        'gen_ai.main_agent.name',
        'gen_ai.skill.source.uri',
      ],
    ],
    [
      'what they had before',
      [
        'gen_ai.system',
        'gen_ai.prompt',
        'gen_ai.usage.prompt_tokens',
        'gen_ai.usage.cache_creation.input_tokens',
        'gen_ai.openai.request.seed',
        'gen_ai.workflow.name',
      ],
    ],
    ['every other name that is read', Object.values(otherNames).flat()],
    [
      'messages by their number',
      [
        'gen_ai.prompt.0.role',
        'gen_ai.prompt.12.content',
        'gen_ai.completion.0.content',
        'gen_ai.completion.0.tool_calls.1.name',
      ],
    ],
    ['Azure’s own', ['microsoft.gen_ai.main_agent.id', 'microsoft.gen_ai.main_agent.name']],
  ])('%s', (_what, names) => {
    expect(unknown(names)).toEqual([]);
  });
});

it.each([
  'gen_ai.usage.outputtokens',
  'gen_ai.request.reasoning_level',
  'gen_ai.prompt.zero.role',
  'gen_ai.prompt.variable',
  'gen_ai.completion.0',
  'gen_ai.',
])('%s is a spelling mistake', (name) => {
  expect(unknown([name])).toEqual([name]);
});
