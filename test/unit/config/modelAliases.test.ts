import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { minimal, problemsOf } from './problemsOf.ts';

it('names and beginnings, the longest first', () => {
  const { aliases } = parseConfig(
    {
      ...minimal,
      MODEL_ALIASES: '{"gpt-*":"a","gpt-3.5-*":"b","*":"c","gpt-3.5-turbo":"d"}',
    },
    'test',
  ).inference;
  expect([...aliases.exact]).toEqual([['gpt-3.5-turbo', 'd']]);
  expect(aliases.prefixes).toEqual([
    ['gpt-3.5-', 'b'],
    ['gpt-', 'a'],
    ['', 'c'],
  ]);
});

it.each([
  '[]',
  '{',
  '{"a":1}',
  '{"a":""}',
  '{"a":"two words"}',
  '{"":"gpt-4o"}',
  '{"a*b":"gpt-4o"}',
  '{"**":"gpt-4o"}',
  '{"a\\u0000":"gpt-4o"}',
  `{"${'x'.repeat(257)}":"gpt-4o"}`,
  '@Microsoft.KeyVault(SecretUri=https://x)',
  `{${Array.from({ length: 201 }, (_, at) => `"a${at}":"gpt-4o"`).join(',')}}`,
])('MODEL_ALIASES %s stops the start', (MODEL_ALIASES) => {
  expect(problemsOf({ MODEL_ALIASES })).toEqual(['MODEL_ALIASES']);
});
