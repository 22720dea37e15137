import { expect, test } from 'vitest';
import { formatMeasurement, holds, says, toFieldGroups } from '../../../pages/call/rows/fields.ts';
import { toRowFacts } from '../../../view/rowFacts.ts';
import { chat, row } from '../../view/rows.ts';

test('fields are the columns that hold something, then dimensions and measurements from A to Z', () => {
  const shown = row('traces', {
    message: 'hello',
    operation_ParentId: '',
    customDimensions: { b: '2', a: '1' },
    customMeasurements: { costUsd: 0.5 },
  });
  const groups = toFieldGroups({ ...shown, seq: 1, received: 'now' });
  expect(groups.map(({ title, fields }) => [title, fields.map(({ name }) => name)])).toEqual([
    ['columns', ['itemType', 'id', 'operation_Id', 'timestamp', 'session_Id', 'message']],
    ['customDimensions', ['a', 'b']],
    ['customMeasurements', ['costUsd']],
  ]);
});

test.each([
  ['timeToFirstTokenMs', 412, '412 ms from the start of this call to the model'],
  ['waitMs', 412, '412 ms'],
  ['costUsd', 0.00123, 'US$ 0.00123'],
  ['inputTokens', 1_234, '1,234 tokens'],
  ['tokensPerSecond', 81.2345, '81.2 tokens/s'],
  ['other', 5, '5'],
])('%s has its unit', (name, value, shown) => {
  expect(formatMeasurement(name, value)).toBe(shown);
});

test.each([['GPT'], ['app.attempt'], ['0.5'], ['costusd']])('%s is found', (text) => {
  const searched = row('dependencies', {
    name: 'chat gpt-4o',
    customDimensions: { 'app.attempt': '2' },
    customMeasurements: { costUsd: 0.5 },
  });
  expect(holds(searched, text)).toBe(true);
  expect(holds(searched, `${text}?`)).toBe(false);
});

test.each([['max TOKENS'], ['gen_ai.request.max'], ['800'], ['US$']])(
  'a fact is found by %s: label, name, value or how it is read',
  (text) => {
    const given = { customDimensions: { 'gen_ai.request.max_tokens': '800' } };
    const facts = toRowFacts(chat(1, { ...given, customMeasurements: { costUsd: 1 } }));
    expect(facts.some((fact) => says(fact, text))).toBe(true);
    expect(facts.some((fact) => says(fact, `${text}?`))).toBe(false);
  },
);
