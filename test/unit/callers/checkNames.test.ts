import { expect, it } from 'vitest';
import { checkNames } from '../../../src/callers/checkNames.ts';
import { parseConfig } from '../../../src/config.ts';
import { sha256 } from '../../../src/values/sha256.ts';
import { minimal } from '../config/problemsOf.ts';

function check(aliases: object, models?: string[]): string {
  const config = parseConfig(
    {
      ...minimal,
      AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME: 'embed',
      MODEL_ALIASES: JSON.stringify(aliases),
      ...(models && { CALLERS: JSON.stringify({ mobile: { keys: [sha256('x')], models } }) }),
    },
    'test',
  );
  try {
    checkNames(config, ['travel-guide']);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

it.each<[string, object, string[] | undefined, string]>([
  ['nothing', {}, undefined, ''],
  ['ours', { a: 'gpt-4o', 'b*': 'travel-guide', c: 'embed' }, ['embed', 'travel-guide'], ''],
  ['no model', { a: 'gpt-5' }, undefined, 'MODEL_ALIASES must lead to models of this app'],
  ['an alias of an alias', { a: 'b', b: 'gpt-4o' }, undefined, 'MODEL_ALIASES must lead to'],
  ['a model as alias', { 'gpt-4o': 'embed' }, undefined, 'MODEL_ALIASES must not have the name'],
  ['an assistant as alias', { 'travel-guide': 'gpt-4o' }, undefined, 'MODEL_ALIASES must not'],
  ['a beginning that fits a model', { 'gpt-*': 'travel-guide' }, undefined, ''],
  ['a caller with no model', {}, ['gpt-5'], 'CALLERS mobile: models must be'],
  ['a caller with an alias', { a: 'gpt-4o' }, ['a'], 'CALLERS mobile: models must be'],
])('names that are ours: %s', (_name, aliases, models, said) => {
  const message = check(aliases, models);
  if (said === '') expect(message).toBe('');
  else expect(message).toContain(said);
  expect(message).not.toContain('gpt-5');
});
