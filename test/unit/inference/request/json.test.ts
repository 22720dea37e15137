import { describe, expect, it } from 'vitest';
import { toAppError } from '../../../../src/errors.ts';
import { checkJson, parseJson } from '../../../../src/inference/request/json.ts';

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

describe('what a body may hold', () => {
  const parse = (json: string) => codeOf(() => parseJson(Buffer.from(json)));
  const zeros = (count: number) => `[${Array(count).fill(0).join()}]`;

  it('is 100,000 values and no more', () => {
    expect(parse(zeros(100_000))).toBeUndefined();
    expect(parse(zeros(100_001))).toBe('invalid_request');
  });

  it('is not counted in texts, escaped quotes and line ends among them', () => {
    expect(parse(JSON.stringify(`"\\${'[{,'.repeat(100_000)}"\n`))).toBeUndefined();
    expect(parse(`["\\\\",${zeros(100_001)}]`)).toBe('invalid_request');
  });

  it('is 96 levels within a JSON schema, wherever requests hold one', () => {
    const tool = (depth: number) => ({ tools: [{ function: { parameters: nested(depth) } }] });
    const format = (depth: number) => ({
      response_format: { json_schema: { schema: nested(depth) } },
    });
    for (const make of [tool, format]) {
      expect(codeOf(() => checkJson(make(96)))).toBeUndefined();
      expect(codeOf(() => checkJson(make(97)))).toBe('invalid_request');
    }
  });

  it('is refused for its depth before it is parsed, also where it never ends', () => {
    expect(parse('['.repeat(1_000_000))).toBe('invalid_request');
    expect(parse('{"a":'.repeat(200))).toBe('invalid_request');
  });
});
