import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/jobs/message.ts';

const request = { messages: [{ role: 'user', content: 'hi' }] };
const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const errorOf = (body: unknown) => {
  const { request: read } = readMessage(body, id);
  return 'error' in read ? { code: read.error.code, param: read.error.param } : undefined;
};

describe('a queue message', () => {
  it('in our envelope is read', () => {
    const message = readMessage(
      { job: 'trip-7', request, traceparent: 't', conversation: 'c' },
      id,
    );
    expect(message).toMatchObject({
      job: 'trip-7',
      traceparent: 't',
      conversation: 'c',
      request: { value: request },
    });
  });

  it('may name a caller, as CALLERS does', () => {
    expect(readMessage({ request, caller: 'mobile-2' }, id).caller).toBe('mobile-2');
    expect(readMessage(request, id).caller).toBeUndefined();
    expect(readMessage({ ...request, caller: 'mobile' }, id)).toMatchObject({
      caller: undefined,
      request: { value: { caller: 'mobile' } }, // which inference refuses
    });
    for (const caller of ['', 'Mobile', 'a b', 'x'.repeat(65), 7, null, ['mobile']]) {
      expect(errorOf({ request, caller })).toEqual({ code: 'invalid_request', param: 'caller' });
      expect(readMessage({ request, caller }, id).caller).toBeUndefined();
    }
  });

  it('that is a bare chat request is understood', () => {
    expect(readMessage(request, id)).toMatchObject({
      job: `message-${id}`,
      request: { value: request },
    });
  });

  it('in base64 is understood', () => {
    const text = Buffer.from(JSON.stringify({ job: 'b', request })).toString('base64');
    expect(readMessage(text, id)).toMatchObject({ job: 'b', request: { value: request } });
  });

  it('takes its name from the message ID only where the message cannot have replaced it', () => {
    const text = JSON.stringify({ ...request, id });
    expect(readMessage({ ...request, id }, id).job).toBe(`message-${sha256(text)}`);
    expect(readMessage(request, 'no-guid').job).toBe(`message-${sha256(JSON.stringify(request))}`);
    expect(readMessage({ ...request, DequeueCount: 1 }, id).job).toMatch(/^message-[0-9a-f]{64}$/);
  });

  it.each<[string, unknown, string, string | undefined]>([
    ['text that is not JSON', '{"request":', 'invalid_json', undefined],
    [
      'base64 of something else',
      Buffer.from('hello').toString('base64'),
      'invalid_json',
      undefined,
    ],
    ['a number', 5, 'invalid_request', undefined],
    ['an array', [request], 'invalid_request', undefined],
    ['null', null, 'invalid_request', undefined],
    ['no request', { job: 'a' }, 'invalid_request', 'request'],
    ['an unknown key', { request, colour: 1 }, 'unknown_parameter', 'colour'],
    ['a job that is no name', { job: '../x', request }, 'invalid_request', 'job'],
  ])('of %s is kept as an error under a derived name', (_name, body, code, param) => {
    expect(errorOf(body)).toEqual({ code, param });
    expect(readMessage(body, id).job).toBe(`message-${id}`);
  });

  it('an unknown key is recorded in 64 printable characters at most', () => {
    const read = readMessage({ request, [`my secret: é🌡 ${'x'.repeat(100)}`]: 1 }, id).request;
    const recorded = 'error' in read ? (read.error.recordedParam ?? '') : '';
    expect(recorded).toMatch(/^[\x21-\x7e]{1,64}$/);
  });
});
