import { expect, it } from 'vitest';
import { identifier } from '../../../src/values/identifier.ts';

it.each(['chatcmpl-AbC123', 'gpt-4o-2024-11-20', 'meta/llama-3:8b', 'tool_calls'])(
  '%s is one',
  (name) => {
    expect(identifier(name)).toBe(name);
  },
);

it.each([
  ['a sentence', 'My name is Ada'],
  ['too long', 'a'.repeat(129)],
  ['control characters', 'a\0b'],
  ['nothing', ''],
  ['no text', 7],
  ['absent', null],
])('%s is none', (_name, value) => {
  expect(identifier(value)).toBeUndefined();
});
