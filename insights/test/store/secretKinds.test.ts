import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { secretKindOf } from '../../store/findings/secretKinds.ts';
import { openStore } from '../../store/store.ts';
import { toRow } from './rows.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const letters = (count: number) =>
  Array.from({ length: count }, () => digits[randomInt(62)]).join('');
const key = `csk_${letters(43)}`;

it.each([
  ['alone', key],
  ['in a header', `Authorization: Bearer ${key}`],
  ['in a header of Azure’s', `api-key: ${key}`],
  ['in JSON within JSON', JSON.stringify(JSON.stringify({ text: `\n${key}` }))],
  ['in a name', `KEY_${key}`],
])('a key of a caller is known %s', (_where, text) => {
  expect(secretKindOf(text)).toBe('key of a caller');
});

it.each([
  ['shorter', `csk_${letters(42)}`],
  ['of other characters', `csk_${letters(21)}-${letters(21)}`],
  ['a caller’s name', 'csk_mobile'],
  ['the beginning alone', 'csk_'],
  ['a key’s hash', 'a'.repeat(64)],
])('what is %s is none', (_what, text) => {
  expect(secretKindOf(text)).toBeUndefined();
});

it('a planted key is found by its kind, and is in nothing that is found', () => {
  const store = openStore(':memory:');
  store.insert([
    toRow({ itemType: 'traces', message: `asked with ${key}`, customDimensions: { note: key } }),
  ]);
  store.flush();
  const kept = JSON.stringify(store.database.prepare('SELECT * FROM findings').all());
  store.close();
  expect(kept).toContain('key of a caller in note');
  expect(kept).not.toContain(key.slice(4));
});
