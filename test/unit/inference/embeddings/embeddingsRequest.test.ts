import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../../src/errors.ts';
import {
  embeddingsBounds,
  parseEmbeddingsRequest,
} from '../../../../src/inference/embeddings/embeddingsRequest.ts';
import { parseJson } from '../../../../src/inference/request/json.ts';

function errorOf(value: unknown): AppError {
  try {
    parseEmbeddingsRequest(parseJson(Buffer.from(JSON.stringify(value)), embeddingsBounds));
  } catch (thrown) {
    return thrown as AppError;
  }
  throw new Error('it was taken');
}

describe('a request for embeddings', () => {
  it.each<[string, unknown]>([
    ['a text', 'a'],
    ['a blank', ' '],
    ['as many texts as OpenAI takes', Array(2_048).fill('a')],
    ['as many tokens, more values than another body may have', Array(300_000).fill(1)],
    ['as many tokens in lists', Array(2_000).fill(Array(150).fill(100_257))],
  ])('may hold %s', (_name, input) => {
    const body = Buffer.from(JSON.stringify({ input, user: null, other: null }));
    const request = parseEmbeddingsRequest(parseJson(body, embeddingsBounds));
    expect(request).toEqual({ input, user: null });
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /a text, a list of texts, tokens/],
    ['null', null, /a text, a list of texts, tokens/],
    ['a number', 1, /a text, a list/],
    ['an object', { text: 'secret' }, /a text, a list/],
    ['an empty text', '', /not empty/],
    ['an empty list', [], /not empty/],
    ['an empty text among others', ['secret', ''], /not empty/],
    ['an empty list among others', [[1], []], /not empty/],
    ['texts and tokens', ['secret', 1], /texts that are not empty, or tokens/],
    ['half a token', [0.5], /whole numbers/],
    ['a token below 0', [-1], /whole numbers/],
    ['a token beyond all', [2 ** 60], /whole numbers/],
    ['lists in lists', [[[1]]], /lists of tokens/],
    ['nulls', [null], /texts that/],
    ['one text too many', Array(2_049).fill('secret'), /at most 2048 inputs/],
    ['one list too many', Array(2_049).fill([1]), /at most 2048 inputs/],
    ['one token too many', Array(300_001).fill(1), /at most 300000 tokens/],
    ['one token too many in lists', Array(2).fill(Array(150_001).fill(1)), /at most 300000 tokens/],
  ])('is refused with %s, naming the input and nothing of it', (_name, input, rule) => {
    const { code, param, message } = errorOf({ input });
    expect({ code, param }).toEqual({ code: 'invalid_request', param: 'input' });
    expect(message).toMatch(/^input: /);
    expect(message).toMatch(rule);
    expect(message).not.toContain('secret');
  });

  it.each<[object, string, string]>([
    [{ dimensions: 0 }, 'invalid_request', 'dimensions'],
    [{ dimensions: 1.5 }, 'invalid_request', 'dimensions'],
    [{ encoding_format: 'int8' }, 'invalid_request', 'encoding_format'],
    [{ user: 'u'.repeat(513) }, 'invalid_request', 'user'],
    [{ model: 7 }, 'invalid_request', 'model'],
    [{ stream: true }, 'unknown_parameter', 'stream'],
    [JSON.parse('{"__proto__":{"a":1}}'), 'unknown_parameter', '__proto__'],
  ])('is refused with %j', (fields, code, param) => {
    expect(errorOf({ input: 'a', ...fields })).toMatchObject({ code, param });
  });
});
