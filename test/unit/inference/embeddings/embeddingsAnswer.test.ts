import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toChunks } from '../../../../src/inference/embeddings/chunks.ts';
import { parseEmbeddingsAnswer } from '../../../../src/inference/embeddings/embeddingsAnswer.ts';

function read(text: string) {
  const answer = parseEmbeddingsAnswer(toChunks([...text].map((letter) => Buffer.from(letter))));
  return { ...answer, body: Buffer.concat([...answer.toParts('embed "1"')]).toString() };
}

const data = [{ embedding: [0.1] }];

describe('an answer is passed on', () => {
  it('unchanged when nothing is missing or odd', () => {
    const text = ` {"data":[1.50, {"model":"x","usage":[]}],"usage":{"prompt_tokens":3,"x":[]}, "model":"m"}\n`;
    const { body, model, usage } = read(text);
    expect({ body, model }).toEqual({ body: text, model: 'm' });
    expect(usage?.prompt_tokens).toBe(3);
  });

  it.each<[string, object, object]>([
    ['no model', { data }, { model: 'embed "1"', data }],
    ['a model of null', { data, model: null }, { data, model: 'embed "1"' }],
    ['an empty model', { model: '', data }, { model: 'embed "1"', data }],
    ['an object as model', { data, model: { a: [] } }, { data, model: 'embed "1"' }],
    ['a text as usage', { data, model: 'm', usage: 'x' }, { data, model: 'm', usage: null }],
    ['a list as usage', { usage: [1], data, model: 'm' }, { usage: null, data, model: 'm' }],
    [
      'counts in texts',
      { data, model: 'm', usage: { prompt_tokens: '7', total_tokens: -1 } },
      { data, model: 'm', usage: { prompt_tokens: 7 } },
    ],
    [
      'a usage without an end',
      { data, model: 'm', usage: { x: 'x'.repeat(20_000) } },
      { data, model: 'm', usage: {} },
    ],
    ['both', { model: 1, usage: 0, data }, { model: 'embed "1"', usage: null, data }],
  ])('with %s mended', (_name, given, expected) => {
    expect(JSON.parse(read(JSON.stringify(given)).body)).toEqual(expected);
    expect(JSON.parse(read(JSON.stringify(given, null, 2)).body)).toEqual(expected);
  });

  it('whatever is beside its data, the rest of it is what it was', () => {
    const beside = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(beside, fc.boolean(), (rest, before) => {
        const { data: _data, model: _model, usage: _usage, ...others } = rest;
        const text = JSON.stringify(
          before ? { ...rest, data } : Object.assign({ data }, rest, { data }),
        );
        const answered = JSON.parse(read(text).body);
        expect(answered).toMatchObject({ data });
        expect(typeof answered.model).toBe('string');
        for (const [key, value] of Object.entries(others)) {
          if (key !== '__proto__') expect(answered[key]).toEqual(JSON.parse(JSON.stringify(value)));
        }
      }),
    );
  });

  it('of repeated keys the last counts, for the caller and for the count', () => {
    const { body, model, usage } = read(
      '{"model":7,"usage":{"prompt_tokens":1},"data":[],"model":"m","usage":{"prompt_tokens":2}}',
    );
    expect(JSON.parse(body)).toEqual({ model: 'm', usage: { prompt_tokens: 2 }, data: [] });
    expect({ model, tokens: usage?.prompt_tokens }).toEqual({ model: 'm', tokens: 2 });
  });

  it('a key may be written with escapes', () => {
    expect(read('{"d\\u0061ta":[],"mod\\u0065l":"m"}').model).toBe('m');
  });
});

describe('an answer is unreadable', () => {
  it.each(['{}', '{"data":null}', '{"data":{}}', '{"data":"[]"}', '{"data":[],"data":1}', '[]'])(
    '%s',
    (text) => {
      expect(() => read(text)).toThrow('The model sent an answer that could not be read.');
    },
  );
});
