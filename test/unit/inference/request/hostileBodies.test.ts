import { describe, expect, it } from 'vitest';
import { toAppError } from '../../../../src/errors.ts';
import {
  embeddingsBounds,
  parseEmbeddingsRequest,
} from '../../../../src/inference/embeddings/embeddingsRequest.ts';
import { parseChatRequest } from '../../../../src/inference/request/chatRequest.ts';
import { parseJson } from '../../../../src/inference/request/json.ts';
import { heavyBodies, hostileBodies } from '../../../hostile/bodies.ts';

const refusals = /^(invalid_json|invalid_request|unknown_parameter)$/;

const chat = (bytes: Uint8Array) => void parseChatRequest(parseJson(bytes));
const embeddings = (bytes: Uint8Array) =>
  void parseEmbeddingsRequest(parseJson(bytes, embeddingsBounds));

function codeOf(bytes: Uint8Array, parse = chat): string | undefined {
  try {
    parse(bytes);
  } catch (thrown) {
    return toAppError(thrown).code;
  }
  return undefined;
}

describe('a body of 2 MiB that repeats one thing is refused', () => {
  it.each(hostileBodies)('$name', ({ make }) => {
    expect(codeOf(make(2 * 1024 * 1024))).toMatch(refusals);
  });
});

describe('a body of just 100,000 values is refused in our words, or taken', () => {
  it.each(heavyBodies)('$name', ({ make }) => {
    expect(codeOf(make(0)) ?? 'invalid_request').toMatch(refusals);
  });
});

describe('as a request for embeddings they are refused too', () => {
  it.each(hostileBodies)('$name', ({ make }) => {
    const asInput = Buffer.from(
      make(2 * 1024 * 1024)
        .toString()
        .replace('"messages"', '"input"'),
    );
    expect(codeOf(asInput, embeddings)).toMatch(refusals);
  });
});
