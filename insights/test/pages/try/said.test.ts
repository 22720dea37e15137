import { describe, expect, it } from 'vitest';
import { type AnswerForm, readEnd, readSaid } from '../../../pages/try/said.ts';

const call = { type: 'function_call', name: 'weather', arguments: '{"city":"Madrid"}' };
const message = { type: 'message', content: [{ text: 'Pack ' }, { text: 'a tent.' }] };

describe('what an answer says', () => {
  it.each<[string, AnswerForm, string, object[]]>([
    ['a completion', { choices: [{ message: { content: 'Pack.' } }] }, 'Pack.', []],
    ['a chunk', { choices: [{ delta: { content: 'Pa' } }] }, 'Pa', []],
    [
      'a chunk of a call',
      { choices: [{ delta: { tool_calls: [{ index: 1, function: { arguments: '{"a' } }] } }] },
      '',
      [{ place: 1, text: '{"a' }],
    ],
    [
      'a response',
      { output: [{}, message, call], error: null },
      'Pack a tent.',
      [{ text: 'weather {"city":"Madrid"}' }],
    ],
    ['text of a streamed response', { type: 'response.output_text.delta', delta: 'Pa' }, 'Pa', []],
    [
      'parts of a call of a streamed response, which come again as a whole',
      { type: 'response.function_call_arguments.delta', delta: '{"ci' },
      '',
      [],
    ],
    [
      'a call of a streamed response',
      { type: 'response.output_item.done', item: call },
      '',
      [{ text: 'weather {"city":"Madrid"}' }],
    ],
    [
      'a message of a streamed response, whose text came before',
      { type: 'response.output_item.done', item: message },
      '',
      [],
    ],
    ['an event of tomorrow', { type: 'response.sparkles.delta', delta: 'x' }, '', []],
    ['nothing', {}, '', []],
  ])('%s', (_name, form, text, calls) => {
    expect(readSaid(form)).toEqual({ text, calls });
  });
});

describe('what a stream ends with', () => {
  it.each<[string, AnswerForm, true | string | undefined]>([
    ['a whole response', { type: 'response.completed' }, true],
    ['one that was cut at its limit', { type: 'response.incomplete' }, true],
    [
      'an error event',
      { type: 'error', code: 'model_timeout', message: 'Late.' },
      'model_timeout: Late.',
    ],
    ['an error of a completion', { error: { code: 'x', message: 'Y.' } }, 'x: Y.'],
    ['text is no end', { type: 'response.output_text.delta', delta: 'Pa' }, undefined],
    ['nor is a chunk', { choices: [] }, undefined],
  ])('%s', (_name, form, expected) => {
    expect(readEnd(form)).toBe(expected);
  });
});
