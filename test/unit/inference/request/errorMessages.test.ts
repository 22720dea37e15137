import { describe, expect, it } from 'vitest';
import { toModelError } from '../../../../src/inference/client/modelError.ts';
import { parseChatRequest } from '../../../../src/inference/request/chatRequest.ts';
import { readMessage } from '../../../../src/jobs/message.ts';

const messages = [{ role: 'user', content: 'hi' }];

function messageOf(fields: object): string {
  try {
    parseChatRequest({ messages, ...fields });
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return '';
}

describe('the text of an error, which is all that many clients show, names the field and the way out', () => {
  it.each<[string, object, RegExp]>([
    ['an unknown parameter', { colour: 1 }, /^colour .*leave it out.*v1\/openapi\.json/],
    ['a key inside a parameter', { stream_options: { x: 1 } }, /^stream_options .*leave it out/],
    [
      'a number as content',
      { messages: [{ role: 'user', content: 1 }] },
      /^messages\[0\]\.content: .*string/,
    ],
    [
      'a role that nobody has',
      { messages: [{ role: 'x', content: '' }] },
      /^messages\[0\]\.role: .*'assistant'/,
    ],
    [
      'a part of an unknown type',
      { messages: [{ role: 'user', content: [{ type: 'x' }] }] },
      /^messages\[0\]\.content\[0\]\.type: .*'image_url'/,
    ],
    ['more than one answer', { n: 2 }, /^n: .*expected 1/],
    [
      'too much metadata',
      { metadata: Object.fromEntries([...Array(17).keys()].map((n) => [n, ''])) },
      /^metadata: at most 16/,
    ],
    ['metadata that is no text', { metadata: { secret: 1 } }, /^metadata: .*expected string/],
    ['a prototype key', JSON.parse('{"x":{"__proto__":{}}}'), /__proto__/],
  ])('%s', (_name, fields, expected) => {
    expect(messageOf(fields)).toMatch(expected);
    expect(messageOf(fields)).not.toMatch(/see param|secret/);
  });

  it('of an unknown parameter 64 printable characters, and of keys inside nothing', () => {
    const [named = ''] = messageOf({ [`a\n\u{1f600}${'x'.repeat(100)}`]: 1 }).split(' ');
    expect(named).toMatch(/^[\x21-\x7e]{64}$/);
    expect(messageOf({ stream_options: { secret: 1 } })).not.toContain('secret');
  });

  it('of a queue message’s unknown key', () => {
    const { request } = readMessage({ request: { messages }, colour: 1 }, undefined);
    expect('error' in request && request.error.message).toMatch(/^colour .*leave it out/);
  });

  it('of a parameter that the model refuses', () => {
    const body = { error: { param: 'temperature' } };
    const { message } = toModelError({ status: 400, headers: {}, body }, new Set(['temperature']));
    expect(message).toMatch(/temperature.*leave it out/);
  });
});
