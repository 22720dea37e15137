import { describe, expect, it } from 'vitest';
import { toAppError } from '../../../src/errors.ts';
import { checkJson, parseJson } from '../../../src/inference/json.ts';

function codeOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    return toAppError(error).code;
  }
  return undefined;
}

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('a body', () => {
  it('in UTF-8 JSON is read', () => {
    expect(parseJson(Buffer.from('{"a":"ü"}'))).toEqual({ a: 'ü' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half an object', Buffer.from('{"a":')],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
  ])('of %s is invalid_json', (_name, bytes) => {
    expect(codeOf(() => parseJson(bytes))).toBe('invalid_json');
  });

  it('may be nested 32 deep and no deeper', () => {
    expect(codeOf(() => checkJson(nested(32)))).toBeUndefined();
    expect(codeOf(() => checkJson(nested(33)))).toBe('invalid_request');
    expect(codeOf(() => checkJson(nested(5_000)))).toBe('invalid_request');
  });

  it('may not reach for prototypes, but a field may be called constructor', () => {
    const check = (json: string) => codeOf(() => checkJson(JSON.parse(json)));
    expect(check('{"a":{"__proto__":{"x":1}}}')).toBe('invalid_request');
    expect(check('{"constructor":{"prototype":{"x":1}}}')).toBe('invalid_request');
    expect(check('{"constructor":{"type":"string"}}')).toBeUndefined();
  });
});
