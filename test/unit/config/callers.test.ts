import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { sha256 } from '../../../src/values/sha256.ts';
import { runs } from '../../fuzz/runs.ts';
import { minimal, problemsOf } from './problemsOf.ts';

const [one, other] = [sha256('one'), sha256('other')];
/** Limits are counted in tables. */
const settings = { ...minimal, AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
const callersOf = (value: unknown, more: Record<string, string> = {}) =>
  parseConfig({ ...settings, ...more, CALLERS: JSON.stringify(value) }, 'test').callers;

/** What is said of a wrong setting. */
function messageOf(CALLERS: string, more: Record<string, string> = {}): string {
  try {
    parseConfig({ ...settings, ...more, CALLERS }, 'test');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

describe('CALLERS', () => {
  it('absent or empty there are none', () => {
    expect(parseConfig(minimal, 'test').callers).toBeUndefined();
    expect(parseConfig({ ...minimal, CALLERS: ' ' }, 'test').callers).toBeUndefined();
  });

  it('gives callers by name, with hashes in lower case, and cannot be changed', () => {
    const limits = { requestsPerMinute: 60, tokensPerMinute: 1e5, tokensPerDay: 1e6 };
    const callers = callersOf({
      mobile: { keys: [one.toUpperCase(), other], models: ['gpt-4o'], ...limits },
      'cron-2': { keys: [sha256('third')], disabled: true },
      open: { keys: [sha256('fourth')], disabled: false },
    });
    expect([...(callers?.values() ?? [])]).toEqual([
      { name: 'mobile', keys: [one, other], models: ['gpt-4o'], ...limits },
      { name: 'cron-2', keys: [sha256('third')], disabled: true },
      { name: 'open', keys: [sha256('fourth')] },
    ]);
    expect(Object.isFrozen(callers?.get('mobile'))).toBe(true);
    expect(Object.isFrozen(callers?.get('mobile')?.keys)).toBe(true);
  });

  it('without a caller lets nobody in, which is not the same as none', () => {
    expect(callersOf({})?.size).toBe(0);
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'must be a JSON object'],
    ['a name in capitals', { Mobile: { keys: [one] } }, 'caller 1: its name must be 1 to 64'],
    ['a name that is a hash', { [one]: { keys: [one] } }, 'caller 1: its name'],
    ['a prototype', JSON.parse(`{"__proto__":{"keys":["${one}"]}}`), 'caller 1: its name'],
    ['a caller that is none', { mobile: [one] }, 'mobile: must be an object'],
    ['no keys', { mobile: { keys: [] } }, 'mobile: keys must be a list of 1 to 20'],
    ['keys that are absent', { mobile: {} }, 'mobile: keys must be'],
    ['a key itself', { mobile: { keys: ['csk_abcdefg'] } }, 'mobile: keys must be'],
    ['too many keys', { mobile: { keys: Array(21).fill(one) } }, 'mobile: keys must be'],
    ['the hash of nothing', { mobile: { keys: [sha256('')] } }, 'mobile: keys must be'],
    ['a key twice', { mobile: { keys: [one, one] } }, 'mobile: has a key of its own twice'],
    [
      'a key of two',
      { mobile: { keys: [one] }, web: { keys: [one.toUpperCase()] } },
      'web: has a key of mobile',
    ],
    [
      'an unknown key',
      { mobile: { keys: [one], rpm: 1 } },
      'mobile: has 1 fields that are not known',
    ],
    ['no models', { mobile: { keys: [one], models: [] } }, 'mobile: models must be a list'],
    ['models in a text', { mobile: { keys: [one], models: 'gpt-4o' } }, 'mobile: models must be'],
    [
      'a limit of 0',
      { mobile: { keys: [one], requestsPerMinute: 0 } },
      'requestsPerMinute must be a whole',
    ],
    [
      'a broken number',
      { mobile: { keys: [one], tokensPerDay: 1.5 } },
      'tokensPerDay must be a whole',
    ],
    [
      'a limit in a text',
      { mobile: { keys: [one], tokensPerMinute: '9' } },
      'tokensPerMinute must be',
    ],
    [
      'less than nothing',
      { mobile: { keys: [one], usdPerDay: -1 } },
      'usdPerDay must be a number above 0',
    ],
    ['null', { mobile: { keys: [one], usdPerDay: null } }, 'usdPerDay must be a number above 0'],
    [
      'a word',
      { mobile: { keys: [one], disabled: 'yes' } },
      'mobile: disabled must be true or false',
    ],
  ])('with %s stops the start, told by names', (_name, value, said) => {
    const message = messageOf(JSON.stringify(value));
    for (const line of message.split('\n').slice(1)) expect(line).toMatch(/^ {2}- CALLERS /);
    expect(message).toContain(said);
    expect(message).not.toMatch(/[0-9a-f]{64}|csk_/i);
  });

  it('a number that is too large for one is none', () => {
    expect(messageOf(`{"mobile":{"keys":["${one}"],"usdPerDay":1e999}}`)).toContain('usdPerDay');
  });

  it('that does not parse stops the start without a word of it', () => {
    const message = messageOf(`{"mobile":{"keys":["${one}"`);
    expect(message).toContain('CALLERS must be a JSON object');
    expect(message).not.toContain(one);
  });

  it('a reference to Key Vault that nobody resolved is told as such', () => {
    const reference = '@Microsoft.KeyVault(VaultName=keys;SecretName=callers)';
    const message = messageOf(reference);
    expect(message).toContain(
      'CALLERS is a Key Vault reference that the platform could not resolve',
    );
    expect(message).not.toContain('SecretName');
  });

  it.each([
    ['200 callers are taken', 200, 0],
    ['201 are not', 201, 1],
  ])('%s', (_name, count, problems) => {
    const callers = Array.from({ length: count }, (_, at) => [
      `c${at}`,
      { keys: [sha256(`${at}`)] },
    ]);
    const found = problemsOf({ CALLERS: JSON.stringify(Object.fromEntries(callers)) });
    expect(found).toHaveLength(problems);
  });

  it('more than 64 KiB are not read', () => {
    const text = `{"mobile":{"keys":["${one}"]${' '.repeat(65_536)}}}`;
    expect(messageOf(text)).toContain('CALLERS must be at most 65536 bytes');
  });

  it('every problem is told at once', () => {
    const message = messageOf(
      JSON.stringify({ a: { keys: [] }, b: { keys: [one], usdPerDay: 0 } }),
    );
    expect(message).toContain('CALLERS a: keys');
    expect(message).toContain('CALLERS b: usdPerDay');
  });
});

describe('usdPerDay needs a price for whatever the caller may ask', () => {
  const settings = {
    AZURE_OPENAI_FALLBACK_DEPLOYMENTS: 'gpt-4o-mini',
    AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME: 'text-embedding-3-small',
  };
  const price = '{"input":1,"output":1}';
  const callers = (models?: string[]) =>
    JSON.stringify({ mobile: { keys: [one], usdPerDay: 1, ...(models && { models }) } });

  it.each<[string, string[] | undefined, string[], string | undefined]>([
    ['all', undefined, ['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small'], undefined],
    [
      'all, but embeddings',
      undefined,
      ['gpt-4o', 'gpt-4o-mini'],
      'AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME',
    ],
    ['the last', ['gpt-4o-mini'], ['gpt-4o-mini'], undefined],
    ['the first, which falls back', ['gpt-4o'], ['gpt-4o'], 'AZURE_OPENAI_FALLBACK_DEPLOYMENTS'],
    ['embeddings', ['text-embedding-3-small'], ['text-embedding-3-small'], undefined],
    ['an assistant', ['travel-guide'], ['gpt-4o-mini'], 'AZURE_OPENAI_DEPLOYMENT_NAME'],
    ['an assistant, all priced', ['travel-guide'], ['gpt-4o', 'gpt-4o-mini'], undefined],
  ])('%s', (_name, models, priced, missing) => {
    const MODEL_PRICES = `{${priced.map((model) => `"${model}":${price}`).join(',')}}`;
    const message = messageOf(callers(models), { ...settings, MODEL_PRICES });
    if (missing === undefined) expect(message).toBe('');
    else {
      expect(message).toContain('CALLERS mobile: usdPerDay needs a price in MODEL_PRICES');
      expect(message).toContain(missing);
    }
  });
});

it('whatever CALLERS holds, it is read or refused without a word of it', () => {
  const caller = fc.record(
    {
      keys: fc.oneof(fc.array(fc.constantFrom(one, other, 'csk_canary', '', 7)), fc.anything()),
      models: fc.oneof(fc.array(fc.string()), fc.anything()),
      requestsPerMinute: fc.anything(),
      usdPerDay: fc.oneof(fc.double(), fc.anything()),
      disabled: fc.anything(),
    },
    { requiredKeys: [] },
  );
  const setting = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .dictionary(fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,64}$/), fc.string()), caller)
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(setting, (text) => {
      const message = messageOf(text);
      expect(message).not.toContain('csk_canary');
      expect(message).not.toContain(one);
      for (const line of message.split('\n').slice(1)) expect(line).toMatch(/^ {2}- CALLERS /);
      if (message !== '') return;
      const callers = parseConfig({ ...minimal, CALLERS: text }, 'test').callers;
      for (const { name, keys, requestsPerMinute = 1, usdPerDay = 1 } of callers?.values() ?? []) {
        expect(name).toMatch(/^[a-z0-9-]{1,64}$/);
        expect(keys.length).toBeGreaterThan(0);
        for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
        expect(Number.isFinite(requestsPerMinute) && requestsPerMinute > 0).toBe(true);
        expect(Number.isFinite(usdPerDay) && usdPerDay > 0).toBe(true);
      }
    }),
    runs(1_000),
  );
});
