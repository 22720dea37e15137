import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toChunks } from '../../../../src/inference/embeddings/chunks.ts';
import { membersOf } from '../../../../src/inference/embeddings/members.ts';

/** The bytes in chunks of a size, and an empty one. */
const cut = (json: Buffer, size: number) => [
  Buffer.alloc(0),
  ...Array.from({ length: Math.ceil(json.length / size) }, (_, at) =>
    json.subarray(at * size, (at + 1) * size),
  ),
];

/** The members as text, read from chunks of a size; undefined when the bytes are refused. */
function read(text: string, size = 7): [string | undefined, string][] | undefined {
  const json = Buffer.from(text);
  try {
    return [...membersOf(toChunks(cut(json, size)))].map(({ key, start, end }) => [
      key,
      json.toString('utf8', start, end),
    ]);
  } catch {
    return undefined;
  }
}

const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

/** A JSON string in one of the ways to write it. */
const written = (text: string, escaped: boolean) =>
  escaped
    ? `"${[...JSON.parse(JSON.stringify(text))].map((c) => [...Array(c.length).keys()].map((at) => `\\u${c.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')).join('')}"`
    : JSON.stringify(text);

const member = fc.record({
  key: fc.oneof(fc.constantFrom('data', 'model', 'usage'), fc.string({ maxLength: 20 })),
  escaped: fc.boolean(),
  value: fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('\\', '"', '\\"', '{"data":[', ']}', [['"]'], { '}': '[' }]),
  ),
  indent: fc.constantFrom(0, 2),
  spaces: fc.array(space, { minLength: 4, maxLength: 4 }),
});

const object = fc.array(member, { maxLength: 6 }).map((members) => {
  const texts = members.map(
    ({ key, escaped, value, indent, spaces: [a, b, c, d] }) =>
      `${a}${written(key, escaped)}${b}:${c}${JSON.stringify(value, null, indent)}${d}`,
  );
  return {
    text: ` {${texts.join(',')} }\n`,
    // Not by JSON.parse of the text: V8 13.6 (Node 24) reads a key of one escaped letter as a backslash, now and then.
    members: Object.fromEntries(
      members.map(({ key, value }) => [key, JSON.parse(JSON.stringify(value))]),
    ),
  };
});

describe('the members of an object', () => {
  it('are those that were written, the last of a name winning', () => {
    fc.assert(
      fc.property(object, fc.integer({ min: 1, max: 50 }), ({ text, members }, size) => {
        const found = read(text, size);
        expect(found).toBeDefined();
        const values = (found ?? []).map(([key, value]) => [key, JSON.parse(value)]);
        expect(Object.fromEntries(values)).toEqual(members);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are refused when the bytes break off anywhere, or go on', () => {
    fc.assert(
      fc.property(object, fc.nat(), ({ text }, at) => {
        const whole = text.trimEnd();
        expect(read(whole.slice(0, at % whole.length))).toBeUndefined();
        expect(read(`${whole},`)).toBeUndefined();
        expect(read(whole + whole)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '',
    ' ',
    '[]',
    '"{}"',
    'null',
    '{,}',
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    '{"a" 1}',
    '{a:1}',
    "{'a':1}",
    '{"a":1 "b":2}',
    '{"a":1;"b":2}',
    '{"a":[}]}',
    '{"a":[{]}}',
    '{"a":[]]}',
    '{"a":tru}',
    '{"a":01}',
    '{"a":NaN}',
    '{"a":"\\"}',
    '{"a":"}',
    '{"\\x":1}',
    '\ufeff{"a":1}',
    `{"a":${'['.repeat(200)}${']'.repeat(200)}}`,
  ])('are refused in %s', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('keep a key that is too long to be one of ours without its name', () => {
    expect(read(`{"${'k'.repeat(300)}":1}`)).toEqual([[undefined, '1']]);
  });
});
